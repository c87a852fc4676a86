package org.lotusguild.lotus.bot.fun;

/** What the publisher of the games asks of programs that use its names. */
final class Publisher {
    static final String NOTICE =
            "Lotus was created under Riot Games' \"Legal Jibber Jabber\" policy using assets owned by"
                    + " Riot Games. Riot Games does not endorse or sponsor this project.";

    private Publisher() {}
}
