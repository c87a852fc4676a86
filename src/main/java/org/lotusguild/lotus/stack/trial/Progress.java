package org.lotusguild.lotus.stack.trial;

/** Where long work says how it goes. Called from any thread; must not block. */
public interface Progress {

    /** A step begins or something worth a line happened: a whole sentence without its full stop. */
    void step(String sentence);

    /** What the step is busy with, for a line that is overwritten: a few words. May be dropped. */
    void detail(String words);

    /** Something went wrong and is being dealt with: a whole sentence. */
    void warning(String sentence);

    /** Says nothing. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void step(String sentence) {}

            @Override
            public void detail(String words) {}

            @Override
            public void warning(String sentence) {}
        };
    }
}
