package org.lotusguild.lotus.stack.facts;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All that is known, read before the first check runs.
 *
 * @param now the time of the audit
 * @param documents in the order of their names, those of Synapse in the order in which it reads them
 * @param unread files that are there and could not be understood
 * @param names what the programs know
 * @param paths whole paths that documents name, looked up; none if the targets are a copy
 * @param asked what the caller asked for beyond files and facts
 * @param answers to that
 */
public record Facts(
        Instant now,
        List<Document> documents,
        List<Unread> unread,
        Told told,
        KeyLists names,
        Map<String, NamedPath> paths,
        Set<Reads> asked,
        Answers answers) {
    public Facts {
        documents = List.copyOf(documents);
        unread = List.copyOf(unread);
        paths = Map.copyOf(paths);
        asked = Set.copyOf(asked);
    }

    /** The same, and this besides; whoever asked names what. */
    public Facts with(Set<Reads> more, Answers found) {
        Set<Reads> all = new HashSet<>(asked);
        all.addAll(more);
        return new Facts(now, documents, unread, told, names, paths, all, found);
    }

    /** The documents of these kinds. */
    public Stream<Document> of(Set<Kind> kinds) {
        return documents.stream().filter(document -> kinds.contains(document.kind()));
    }

    /** Synapse's main process; empty if none of its files is there. */
    public Optional<SynapseConfig> synapse() {
        List<YamlFile> files = yaml(Kind.SYNAPSE);
        return files.isEmpty() ? Optional.empty() : Optional.of(new SynapseConfig(files));
    }

    /** Files of YAML or JSON of a kind: workers, LiveKit, hookshot, Sygnal, Authelia, Prometheus, Cinny … */
    public List<YamlFile> yaml(Kind kind) {
        return all(kind, YamlFile.class);
    }

    public List<CoturnFile> coturn() {
        return all(Kind.COTURN, CoturnFile.class);
    }

    /** The trees of nginx; see {@link NginxFile}. */
    public List<NginxFile> nginx() {
        return all(Kind.NGINX, NginxFile.class);
    }

    /** Units, jails or filters. */
    public List<IniFile> ini(Kind kind) {
        return all(kind, IniFile.class);
    }

    /** postgresql.conf and what lies in its conf.d, or sysctl. */
    public List<SettingsFile> settings(Kind kind) {
        return all(kind, SettingsFile.class);
    }

    public List<HbaFile> hba() {
        return all(Kind.HBA, HbaFile.class);
    }

    public List<SqlFile> sql() {
        return all(Kind.SQL, SqlFile.class);
    }

    /** Scripts or cron tables. */
    public List<TextFile> texts(Kind kind) {
        return all(kind, TextFile.class);
    }

    private <T extends Document> List<T> all(Kind kind, Class<T> type) {
        return documents.stream()
                .filter(document -> document.kind() == kind && type.isInstance(document))
                .map(type::cast)
                .toList();
    }

    /** As it was told; Synapse's else as it says itself, where it was asked. */
    public Optional<Release> version(Program program) {
        return Optional.ofNullable(told.versions().get(program))
                .map(Told.Version::release)
                .or(() -> program == Program.SYNAPSE ? answers.live().flatMap(LiveAnswers::synapse) : Optional.empty());
    }

    /** Whether the program is this release or newer; an unknown one counts as the newest. */
    public boolean atLeast(Program program, String release) {
        return version(program).map(known -> known.atLeast(release)).orElse(true);
    }

    /** The host that a file belongs to, where that was told. */
    public Optional<Told.Host> hostOf(Document document) {
        return told.where().entrySet().stream()
                .filter(entry -> Globs.fits(entry.getKey(), document.file())
                        || Globs.fits(entry.getKey(), document.origin().path()))
                .map(Map.Entry::getValue)
                .findFirst()
                .flatMap(told::host);
    }

    /** Whether the guild makes calls: told, or an SFU's file is there. */
    public boolean calls() {
        return told.calls().orElse(!yaml(Kind.LIVEKIT).isEmpty());
    }

    /** Whether a reverse proxy stands before Synapse: an nginx file passes to it, or a host has that role. */
    public boolean behindProxy() {
        return told.with(Told.Role.PROXY).isPresent()
                || nginx().stream().anyMatch(tree -> !tree.all("proxy_pass").isEmpty());
    }
}
