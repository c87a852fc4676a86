package org.lotusguild.lotus.stack.read;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where packages put their configuration. */
public final class UsualPlaces {
    /** Folder, pattern of names in it, and what lies below. */
    private static final List<List<String>> ALL = List.of(
            List.of("etc", "matrix-synapse", ""),
            List.of("etc", "turnserver.conf", ""),
            List.of("etc", "livekit*", ""),
            List.of("etc", "nginx", ""),
            List.of("etc", "fail2ban", ""),
            List.of("etc/postgresql", "*", "main"),
            List.of("etc", "sygnal", ""),
            List.of("opt", "hookshot", ""),
            List.of("etc", "cron.d", ""),
            List.of("etc/systemd", "system", ""),
            List.of("etc", "sysctl.d", ""),
            List.of("etc", "prometheus", ""),
            List.of("etc", "authelia", ""),
            List.of("etc", "lldap*", ""));

    private UsualPlaces() {}

    /** Those that are there. */
    public static List<Path> present(Path root) {
        List<Path> present = new ArrayList<>();
        for (List<String> place : ALL) {
            Path folder = root.resolve(place.get(0));
            if (Files.isDirectory(folder)) {
                matching(folder, place.get(1)).stream()
                        .map(found -> place.get(2).isEmpty() ? found : found.resolve(place.get(2)))
                        .filter(Files::isReadable)
                        .forEach(present::add);
            }
        }
        return present;
    }

    private static List<Path> matching(Path folder, String pattern) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
            entries.forEach(found::add);
        } catch (IOException e) {
            return List.of();
        }
        found.sort(null);
        return found;
    }
}
