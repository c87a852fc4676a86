package org.lotusguild.lotus.stack.upgrade;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.lotusguild.lotus.base.json.Json;

/**
 * What this Lotus knows of the servers, as its data file has it.
 *
 * @param known the month of that knowledge
 * @param engines in the order in which they are upgraded
 */
record KnownEngines(String known, List<Engine> engines) {
    private static final String RESOURCE = "/stack/upgrade/engines.json";

    KnownEngines {
        engines = List.copyOf(engines);
    }

    /**
     * @param newest version that Lotus was tried with or knows of
     * @param after what the upgrade asks for
     * @param ends when a series gets no more fixes, by its name
     * @param series the newest version of a series, by its name
     */
    record Engine(
            String name,
            String title,
            String newest,
            String after,
            List<Security> security,
            Map<String, String> ends,
            Map<String, String> series,
            List<Note> notes) {

        Engine {
            security = List.copyOf(security);
            ends = Map.copyOf(ends);
            series = Map.copyOf(series);
            notes = List.copyOf(notes);
            new EngineVersion(newest);
            series.values().forEach(EngineVersion::new);
            ends.values().forEach(LocalDate::parse);
        }

        /** The newest version that needs no move to another series, where series are kept apart. */
        EngineVersion target(EngineVersion installed) {
            String own = series.get(installed.major());
            return new EngineVersion(own != null ? own : ends.isEmpty() ? newest : installed.text());
        }
    }

    record Security(String version, String text) {
        Security {
            new EngineVersion(version);
        }
    }

    /**
     * Something that changes at a version.
     *
     * @param when it concerns a configuration: all of {@code key}, {@code !key}, {@code key=value}; none means every one
     */
    record Note(String since, List<String> when, String text) {
        Note {
            new EngineVersion(since);
            when = List.copyOf(when);
        }
    }

    static KnownEngines shipped() {
        try (InputStream in = Objects.requireNonNull(KnownEngines.class.getResourceAsStream(RESOURCE))) {
            return Json.read(Json.parseObject(in.readAllBytes()), KnownEngines.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
