package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.ForeignYaml;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.HomeserverConfig;
import org.lotusguild.lotus.matrix.account.Identity;

/** Who the bot is: a user of the registration file, or the ordinary account of {@code lotus.yaml}. */
final class Registration {
    private Registration() {}

    static Identity identity(HomeserverConfig homeserver, String localpart) {
        return homeserver
                .login()
                .<Identity>map(login -> new Identity.Ordinary(login.user(), login.password()))
                .orElseGet(() -> ofFile(
                        homeserver.registration().orElseThrow(),
                        UserId.parse("@" + localpart + ":" + homeserver.serverName())));
    }

    /** @throws Failure if the file lacks what an application service needs */
    private static Identity ofFile(Path file, UserId bot) {
        ForeignYaml registration = ForeignYaml.read(file);
        if (wanted(registration, "sender_localpart", file).equals(bot.localpart())) {
            throw Failure.usage(
                    file + ": sender_localpart is the bot's own name, and Synapse refuses /sync to a sender",
                    "Name another sender (lotus-service), and " + bot + " under namespaces.users; restart Synapse.");
        }
        return new Identity.ServiceUser(
                bot,
                new Secret(wanted(registration, "as_token", file)),
                registration.flag("rate_limited").orElse(true));
    }

    private static String wanted(ForeignYaml registration, String key, Path file) {
        return registration
                .text(key)
                .orElseThrow(() -> Failure.usage(
                        file + ": the key " + key + " is missing",
                        "lotus init --own writes a whole registration file; the homeserver must have the same one."));
    }
}
