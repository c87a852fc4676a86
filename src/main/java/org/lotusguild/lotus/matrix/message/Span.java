package org.lotusguild.lotus.matrix.message;

import java.net.URI;
import org.lotusguild.lotus.base.id.UserId;

/** A run of words inside a line. */
public sealed interface Span {

    record Words(String text) implements Span {}

    record Strong(String text) implements Span {}

    record Code(String text) implements Span {}

    /** A user; {@code mention}: whether the user is to be notified. */
    record Person(UserId user, String name, boolean mention) implements Span {}

    record Link(URI target, String text) implements Span {}
}
