package org.lotusguild.lotus.script;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;

/**
 * One message as the script wants it. Everything in it is a stranger's: the HTML is as the script wrote it, the users may be
 * in no room, the addresses may lead anywhere. Texts are whole Unicode without NUL.
 */
public sealed interface Message {

    /** {@code result} is a text (version 1 of the interface); Markdown, without the words that are to stand before it. */
    record Said(String markdown) implements Message {}

    /** {@code result} was never set, or is a number or a truth value (version 1 of the interface). */
    record Unsaid() implements Message {}

    /**
     * {@code result} is an object of version {@code v2}.
     *
     * @param plain the text; Markdown where there is no {@code html}
     */
    record Written(
            String plain,
            Optional<String> html,
            Optional<Type> type,
            Optional<Mentions> mentions,
            boolean previews,
            Placement placement)
            implements Message {}

    /** {@code result} is an object of version {@code lotus/1}: the parts of a message, and how it looks is not the script's. */
    record Card(
            Title title,
            Optional<Level> level,
            List<String> lines,
            List<Field> fields,
            List<Link> links,
            Placement placement)
            implements Message {
        public Card {
            lines = List.copyOf(lines);
            fields = List.copyOf(fields);
            links = List.copyOf(links);
        }
    }

    /** The kinds of text that Matrix knows. */
    enum Type {
        TEXT("m.text"),
        NOTICE("m.notice"),
        EMOTE("m.emote");

        private final String name;

        Type(String name) {
            this.name = name;
        }

        /** As the Matrix specification names it. */
        public String matrixName() {
            return name;
        }
    }

    /** Who is to be called: everybody in the room, or these. What the script gave that is no user id is left out. */
    record Mentions(boolean room, List<UserId> users) {
        public Mentions {
            users = List.copyOf(users);
        }
    }

    record Title(String emoji, String subject, String happened) {}

    enum Level {
        CRITICAL,
        ERROR,
        WARNING,
        OK,
        INFO,
        NEUTRAL
    }

    record Field(String label, String value) {}

    /** @param address http or https */
    record Link(String label, String address) {}
}
