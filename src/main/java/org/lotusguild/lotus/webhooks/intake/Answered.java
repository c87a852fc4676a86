package org.lotusguild.lotus.webhooks.intake;

/** What a request came to, as the figures count it. */
enum Answered {
    ACCEPTED,
    DUPLICATE,
    UNAUTHORIZED,
    FORBIDDEN,
    NOT_FOUND,
    GONE,
    METHOD,
    TOO_LARGE,
    UNDECODABLE,
    RATE_LIMITED,
    UNAVAILABLE
}
