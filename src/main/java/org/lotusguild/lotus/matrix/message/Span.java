package org.lotusguild.lotus.matrix.message;

import java.net.URI;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.id.UserId;

/** A run of words inside a line. */
public sealed interface Span {

    record Words(String text) implements Span {}

    record Strong(String text) implements Span {}

    record Code(String text) implements Span {}

    /** A user; {@code mention}: whether the user is to be notified. The name is cleaned by {@link DisplayName}. */
    record Person(UserId user, String name, boolean mention) implements Span {
        public Person {
            name = DisplayName.clean(name, user);
        }
    }

    /** A link; targets other than http, https, mailto and matrix are shown, not linked. */
    record Link(URI target, String text) implements Span {}

    /**
     * A letter on a coloured ground. Colour carries no meaning alone: {@code square} is the sign that says the same.
     *
     * @param ground {@code #rrggbb}
     * @param ink {@code #rrggbb}
     */
    record Tile(String square, String letter, String ground, String ink) implements Span {
        private static final Pattern COLOUR = Pattern.compile("#[0-9a-f]{6}");

        public Tile {
            if (!COLOUR.matcher(ground).matches() || !COLOUR.matcher(ink).matches()) {
                throw new IllegalArgumentException("a colour is #rrggbb in lower case");
            }
        }
    }

    /**
     * Words in a colour. It never carries meaning alone: many clients drop it.
     *
     * @param colour {@code #RRGGBB}
     */
    record Coloured(String text, String colour) implements Span {
        private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

        public Coloured {
            if (!COLOUR.matcher(colour).matches()) {
                throw new IllegalArgumentException("a colour is #RRGGBB");
            }
        }
    }

    static Words words(String text) {
        return new Words(text);
    }

    static Strong strong(String text) {
        return new Strong(text);
    }

    static Coloured coloured(String text, String colour) {
        return new Coloured(text, colour);
    }

    static Code code(String text) {
        return new Code(text);
    }

    /** The user's name as text; nobody is notified. */
    static Person name(UserId user, String displayName) {
        return new Person(user, displayName, false);
    }

    /** The user's name as a pill; the user is notified. */
    static Person mention(UserId user, String displayName) {
        return new Person(user, displayName, true);
    }

    static Link link(URI target, String text) {
        return new Link(target, text);
    }
}
