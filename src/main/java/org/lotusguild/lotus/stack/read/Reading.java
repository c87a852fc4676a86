package org.lotusguild.lotus.stack.read;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.yaml.MalformedYaml;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlReader;
import org.lotusguild.lotus.stack.facts.Answers;
import org.lotusguild.lotus.stack.facts.Document;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.HbaFile;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.NamedPath;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.TextFile;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Unread;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** Texts → documents. Nothing is opened here: the texts have been read. */
public final class Reading {
    private static final Pattern YAML_NAME = Pattern.compile(".*\\.(ya?ml|json)");
    private static final Pattern YAML_LINE = Pattern.compile("[A-Za-z_][\\w.-]*:(\\s.*)?|\\{\\s*|\\{\\s*\".*");

    private final KeyLists names;
    private final List<Document> documents = new ArrayList<>();
    private final List<Origin> nginx = new ArrayList<>();
    private final List<Unread> unread = new ArrayList<>();
    private int unrecognised;

    private Reading(KeyLists names) {
        this.names = names;
    }

    /**
     * What was recognised.
     *
     * @param unrecognised how many files were nobody's
     */
    public record Read(List<Document> documents, List<Unread> unread, int unrecognised) {
        /**
         * Together with everything else that is known.
         *
         * @param before what could not even be opened
         */
        public Facts facts(
                Instant now,
                Told told,
                KeyLists names,
                Map<String, NamedPath> paths,
                Set<Reads> asked,
                List<Unread> before) {
            List<Unread> all = new ArrayList<>(before);
            all.addAll(unread);
            return new Facts(now, documents, all, told, names, paths, asked, Answers.none());
        }
    }

    public static Read read(List<Origin> origins, KeyLists names) {
        Reading reading = new Reading(names);
        origins.forEach(reading::take);
        reading.plantTrees();
        List<Document> ordered = reading.documents.stream()
                .sorted(Comparator.comparing(Reading::inConfD))
                .toList();
        return new Read(ordered, reading.unread.stream().distinct().toList(), reading.unrecognised);
    }

    /** Synapse reads homeserver.yaml first and the folder beside it after that. */
    private static boolean inConfD(Document document) {
        return document.kind() == Kind.SYNAPSE && ("/" + document.file()).contains("/conf.d/");
    }

    private void take(Origin origin) {
        try {
            Optional<Kind> kind = Optional.empty();
            boolean never = Recogniser.never(origin.path());
            if (!never && looksLikeYaml(origin)) {
                kind = yaml(origin);
            }
            if (!never && kind.isEmpty() && !YAML_NAME.matcher(origin.path()).matches()) {
                kind = Recogniser.kind(origin).filter(found -> other(origin, found));
            }
            unrecognised += kind.isPresent() ? 0 : 1;
        } catch (Malformed e) {
            unread.add(new Unread(origin.at(e.line(), ""), String.valueOf(e.getMessage())));
        } catch (MalformedYaml e) {
            unread.add(new Unread(origin.at(e.line(), ""), String.valueOf(e.getMessage())));
        } catch (OutOfMemoryError e) {
            // What was made of this file is garbage again; the others are kept.
            unread.add(new Unread(origin.missing(""), "holds more than there is memory for"));
        }
    }

    private static boolean looksLikeYaml(Origin origin) {
        if (YAML_NAME.matcher(origin.path()).matches()) {
            return true;
        }
        return !origin.path().matches(".*\\.(conf|service|timer|sql|sh|local|inc|toml)")
                && origin.lines().stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("---"))
                        .findFirst()
                        .filter(line -> YAML_LINE.matcher(line).matches())
                        .isPresent();
    }

    private Optional<Kind> yaml(Origin origin) {
        String text = String.join("\n", origin.lines());
        // JSON may be indented with tabs; within its texts a bare tab is not allowed.
        YamlNode root = YamlReader.read(origin.path().endsWith(".json") ? text.replace('\t', ' ') : text);
        Optional<Kind> kind = YamlKinds.kind(origin, root, names);
        kind.ifPresent(found -> documents.add(new YamlFile(origin, found, root)));
        return kind;
    }

    /** What is broken counts only where the name fits as well as the content: else the file may be anybody's. */
    private boolean other(Origin origin, Kind kind) {
        boolean named = Recogniser.named(origin, kind);
        if (kind == Kind.HBA) {
            List<Unread> broken = new ArrayList<>();
            HbaFile rules = HbaText.read(origin, broken);
            if (!named && !broken.isEmpty()) {
                return false;
            }
            unread.addAll(broken);
            documents.add(rules);
            return true;
        }
        document(origin, kind);
        if (named) {
            BrokenLine.of(origin, kind).ifPresent(unread::add);
        }
        return true;
    }

    private void document(Origin origin, Kind kind) {
        switch (kind) {
            case COTURN -> documents.add(CoturnText.read(origin));
            case NGINX -> nginx.add(origin);
            case JAIL, FILTER, UNIT, LLDAP -> documents.add(IniText.read(origin, kind));
            case POSTGRES, SYSCTL -> documents.add(Settings.read(origin, kind));
            case SQL -> documents.add(SqlText.read(origin));
            case SCRIPT, CRON -> documents.add(new TextFile(origin, kind));
            case HBA,
                    SYNAPSE,
                    WORKER,
                    SYNAPSE_LOG,
                    REGISTRATION,
                    LIVEKIT,
                    HOOKSHOT,
                    SYGNAL,
                    AUTHELIA,
                    PROMETHEUS,
                    PROMETHEUS_RULES,
                    CINNY,
                    TOLD -> throw new IllegalStateException(kind + " is read elsewhere");
        }
    }

    private void plantTrees() {
        NginxTrees trees = new NginxTrees(nginx);
        try {
            documents.addAll(trees.trees());
        } catch (Malformed e) {
            nginx.stream()
                    .findFirst()
                    .ifPresent(first -> unread.add(new Unread(first.missing(""), "nginx: " + e.getMessage())));
        }
        unread.addAll(trees.unread());
        unrecognised += trees.unrecognised();
    }
}
