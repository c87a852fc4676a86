package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What of the program can run in a process of its own. */
enum PartName {
    /** With the rooms of its guild: they share the account. */
    BOT,
    WEBHOOKS;

    private String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    private boolean in(LotusConfig config) {
        return switch (this) {
            case BOT -> config.bot().isPresent();
            case WEBHOOKS -> config.webhooks().isPresent();
        };
    }

    /** @throws Failure if a word names none */
    static Set<PartName> parse(List<String> words) {
        EnumSet<PartName> parts = EnumSet.noneOf(PartName.class);
        words.forEach(word -> parts.add(parse(word.strip())));
        return parts;
    }

    private static PartName parse(String word) {
        return Arrays.stream(values())
                .filter(part -> part.key().equals(word))
                .findFirst()
                .orElseThrow(() -> Failure.usage(
                        "there is no part \"" + word + "\" that runs by itself",
                        "Parts are "
                                + Arrays.stream(values()).map(PartName::key).collect(Collectors.joining(", "))
                                + "; the guild's rooms belong to the bot."));
    }

    /**
     * What a process runs.
     *
     * @param only empty: all that the file has
     * @throws Failure if the file does not have a part, or it cannot be apart from another
     */
    static Set<PartName> chosen(Set<PartName> only, LotusConfig config, Path file) {
        only.stream().filter(part -> !part.in(config)).findFirst().ifPresent(absent -> {
            throw Failure.usage(
                    "--only " + absent.key() + ": " + file + " has no block " + absent.key(),
                    "Add it, or leave the part out.");
        });
        boolean apart =
                only.contains(WEBHOOKS) && !only.contains(BOT) && config.bot().isPresent();
        if (apart && config.homeserver().login().isPresent()) {
            throw Failure.usage(
                    "--only webhooks: with homeserver.login the hooks speak through the bot's account",
                    "Run both in one process: --only bot,webhooks");
        }
        return only.isEmpty()
                ? Arrays.stream(values()).filter(part -> part.in(config)).collect(Collectors.toSet())
                : only;
    }
}
