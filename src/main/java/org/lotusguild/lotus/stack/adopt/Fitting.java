package org.lotusguild.lotus.stack.adopt;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.base.config.Problem;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.plan.ClientBlock;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.StackBlock;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/** Settings → a plan. What {@code lotus.yaml} would refuse is left out, with the refusal as its reason. */
final class Fitting {
    private static final int MOST_TRIES = 200;
    private static final Path FILE = Path.of("lotus.yaml");

    /** In which order a person reads them. */
    private static final List<String> ORDER = List.of(
            "server-name",
            "public-name",
            "federation",
            "size",
            "calls",
            "registration",
            "url-previews",
            "hosts",
            "names",
            "certificates",
            "media",
            "backups",
            "sso",
            "versions",
            "synapse",
            "ports",
            "extra");

    /** The blocks of {@code lotus.yaml} that matter here. */
    record Blocks(StackBlock stack, Optional<ClientBlock> client) {}

    /** What fits. */
    record Fit(Adopted adopted, String text, Plan plan) {}

    private final ConfigReader reader;
    private final LocalDate today;

    Fitting(ConfigReader reader, LocalDate today) {
        this.reader = reader;
        this.today = today;
    }

    /** @throws StackTrouble if no setting can be left out to mend it */
    Fit fit(Adopted adopted) {
        Adopted at = adopted;
        for (int i = 0; i < MOST_TRIES; i++) {
            Map<String, Object> tree = tree(at.settings());
            String text = BlockText.of(tree);
            Optional<Adopted> less = Optional.empty();
            try {
                Blocks blocks = reader.of(FILE, text, Blocks.class);
                Plan plan = Plan.of(blocks.stack(), blocks.client(), Version.text(), FILE.toString(), today);
                Rendered.files(plan);
                return new Fit(at, text, plan);
            } catch (ConfigException e) {
                Problem problem = e.problems().getFirst();
                less = without(at, problem);
                if (less.isEmpty()) {
                    throw new StackTrouble(
                            "these files make no plan: " + problem.message(),
                            "Mend it there, or tell the hosts with --facts.",
                            e);
                }
            } catch (StackTrouble e) {
                less = without(at, e.keys(), String.valueOf(e.getMessage()));
                if (less.isEmpty()) {
                    throw e;
                }
            }
            at = less.orElseThrow();
        }
        throw new IllegalStateException("more refusals than settings");
    }

    private static Optional<Adopted> without(Adopted adopted, Problem problem) {
        String message = problem.message();
        int colon = message.indexOf(": ");
        return colon < 0
                ? Optional.empty()
                : without(adopted, List.of(message.substring(0, colon).split("\\.")), message.substring(colon + 2));
    }

    /** Without what stands at the key, or below it. The hosts and the names of the server cannot be missed. */
    private static Optional<Adopted> without(Adopted adopted, List<String> keys, String why) {
        if (keys.size() < 2) {
            return Optional.empty();
        }
        String path = String.join(".", keys);
        List<String> gone = adopted.settings().keySet().stream()
                .filter(key -> key.equals(path) || key.startsWith(path + ".") || path.startsWith(key + "."))
                .filter(key -> !key.startsWith("stack.hosts") && !key.endsWith("-name"))
                .toList();
        if (gone.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> settings = new LinkedHashMap<>(adopted.settings());
        gone.forEach(key -> {
            List<String> below = keys.subList(Math.min(key.split("\\.").length, keys.size()), keys.size());
            Object less = below.isEmpty() ? Map.of() : Trees.without(settings.get(key), below);
            if (less.equals(Map.of()) || less.equals(List.of())) {
                settings.remove(key);
            } else {
                settings.put(key, less);
            }
        });
        List<Note> notes = new ArrayList<>();
        for (Note note : adopted.notes()) {
            boolean meant = note.kind() == Note.Kind.TAKEN
                    && gone.stream().anyMatch(key -> note.word().startsWith(key.substring("stack.".length()) + ":"));
            notes.add(meant ? new Note(Note.Kind.LEFT, note.where(), note.what(), why, "") : note);
        }
        if (path.startsWith("stack.extra")) {
            notes.removeIf(note -> note.kind() == Note.Kind.KEPT && path.endsWith("." + note.what()));
            notes.add(new Note(Note.Kind.LEFT, new Where("", 0, ""), path, why, ""));
        }
        return Optional.of(new Adopted(settings, adopted.secrets(), notes));
    }

    /** {@code stack.media.upload} → nested blocks, in the order of {@link #ORDER}. */
    static Map<String, Object> tree(Map<String, Object> settings) {
        Map<String, Object> tree = new LinkedHashMap<>();
        Map<String, Object> stack = Trees.below(tree, "stack");
        ORDER.forEach(key -> settings.forEach((path, value) -> {
            List<String> keys = List.of(path.split("\\."));
            if (keys.getFirst().equals("stack") && keys.get(1).equals(key)) {
                Trees.put(stack, keys.subList(1, keys.size()), value);
            }
        }));
        settings.forEach((path, value) -> {
            if (!path.startsWith("stack.")) {
                Trees.put(tree, List.of(path.split("\\.")), value);
            }
        });
        return tree;
    }
}
