package org.lotusguild.lotus.webhooks.hook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;

/** All hooks as they were at one moment. */
record HookBook(long change, Map<String, Known> byName, Map<String, Entrance> byDigest) {

    record Entrance(String hook, Secret secret, Optional<Instant> validUntil, Optional<Instant> goneUntil) {}

    /** What stands in the file wins over what was made by command. */
    static HookBook of(long change, List<Known> ofFile, List<Known> made, List<KeptSecret> secrets, Instant now) {
        Map<String, Known> byName = new LinkedHashMap<>();
        ofFile.forEach(known -> byName.put(known.hook().name(), known));
        made.forEach(known -> byName.putIfAbsent(known.hook().name(), known.asking(auth(known, secrets, now))));
        Map<String, Entrance> byDigest = new LinkedHashMap<>();
        for (KeptSecret kept : secrets) {
            if (kept.isId()) {
                byDigest.put(
                        kept.digest(), new Entrance(kept.hook(), kept.secret(), kept.validUntil(), kept.goneUntil()));
            }
        }
        return new HookBook(change, byName, byDigest);
    }

    /** What was made besides the id, one way a kind, with every secret that is still good. */
    private static List<Auth> auth(Known known, List<KeptSecret> secrets, Instant now) {
        Map<Auth.Kind, List<Secret>> byKind = new LinkedHashMap<>();
        for (KeptSecret kept : secrets) {
            if (!kept.isId() && kept.hook().equals(known.hook().name()) && kept.validAt(now)) {
                byKind.computeIfAbsent(Auth.Kind.valueOf(kept.kind()), kind -> new ArrayList<>())
                        .add(kept.secret());
            }
        }
        List<Auth> auth = new ArrayList<>();
        byKind.forEach((kind, all) -> auth.add(Auth.usual(kind, known.hook().name(), all)));
        return auth;
    }

    Found find(String digest, Instant now) {
        Entrance entrance = byDigest.get(digest);
        if (entrance == null) {
            return new Found.Unknown();
        }
        if (entrance.validUntil().filter(end -> !now.isBefore(end)).isPresent()) {
            boolean told = entrance.goneUntil().filter(now::isBefore).isPresent();
            return told ? new Found.Gone() : new Found.Unknown();
        }
        Known known = byName.get(entrance.hook());
        if (known == null) {
            return new Found.Unknown();
        }
        if (known.hook().expires().filter(end -> !now.isBefore(end)).isPresent()) {
            return new Found.Gone();
        }
        return known.switches().enabled()
                ? new Found.Open(known.hook(), known.admission())
                : new Found.Disabled(known.hook().name());
    }

    /** The present id of a hook, the newest where there are several. */
    Optional<Secret> id(String hook) {
        return byDigest.values().stream()
                .filter(entrance ->
                        entrance.hook().equals(hook) && entrance.validUntil().isEmpty())
                .map(Entrance::secret)
                .reduce((older, newer) -> newer);
    }
}
