package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
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

    /**
     * The users that are ours alone, the bot among them: those of the registration's exclusive namespaces on our server. Where
     * the bot is an ordinary account there are none.
     *
     * @throws Failure if a namespace cannot be read
     */
    static Predicate<UserId> ownUsers(HomeserverConfig homeserver) {
        List<Pattern> namespaces =
                homeserver.registration().map(Registration::exclusive).orElse(List.of());
        return user -> user.server().equals(homeserver.serverName())
                && namespaces.stream().anyMatch(n -> n.matcher(user.value()).matches());
    }

    private static List<Pattern> exclusive(Path file) {
        return ForeignYaml.read(file)
                .blocks("namespaces")
                .flatMap(namespaces -> namespaces.blocks("users"))
                .filter(users -> users.flag("exclusive").orElse(false))
                .flatMap(users -> users.text("regex").stream())
                .map(regex -> pattern(regex, file))
                .toList();
    }

    private static Pattern pattern(String regex, Path file) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw Failure.usage(
                    file + ": namespaces.users holds a regex that is none: " + e.getDescription() + " in " + regex,
                    "Correct it, there and for the homeserver.");
        }
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
