package org.lotusguild.lotus.bot.ask;

/** One utterance of a conversation with the model. */
record Turn(Role role, String text) {

    /** As the model server calls them. */
    enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }
}
