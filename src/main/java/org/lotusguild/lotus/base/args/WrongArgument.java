package org.lotusguild.lotus.base.args;

/** Why a line does not fit; becomes {@link Parsed.Wrong} at the door. */
final class WrongArgument extends Exception {
    private final String sentence;

    WrongArgument(String sentence) {
        super(sentence, null, false, false);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
