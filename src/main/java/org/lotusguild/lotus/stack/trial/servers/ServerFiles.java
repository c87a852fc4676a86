package org.lotusguild.lotus.stack.trial.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.stack.render.RenderedFile;
import org.lotusguild.lotus.stack.trial.HomeFiles;

/**
 * The folder {@code servers/} of a home, which stands for the root of a host: {@code etc} is written anew at each start,
 * {@code var} holds logs and what passes. It may be deleted while nothing runs.
 */
final class ServerFiles {
    private final Path root;
    private final OnLoopback loopback;
    private final List<RenderedFile> rendered;

    ServerFiles(OnLoopback loopback, List<RenderedFile> rendered) {
        this.root = loopback.servers();
        this.loopback = loopback;
        this.rendered = List.copyOf(rendered);
    }

    Path root() {
        return root;
    }

    /** Where a file or folder of the host lies here. */
    Path at(String path) {
        return root.resolve(path.substring(1));
    }

    /** @param owned how the paths begin that are somebody's here; the files of others are left out */
    void write(List<String> owned) {
        HomeFiles.folder(root);
        Path etc = at("/etc");
        HomeFiles.clear(etc);
        HomeFiles.closedFolder(etc);
        for (String folder : List.of("/var/log/matrix-synapse", "/var/lib", "/run")) {
            folder(folder);
        }
        HomeFiles.closedFolder(at("/var"));
        rendered.stream()
                .filter(file -> owned.stream().anyMatch(file.path()::startsWith))
                .forEach(file -> write(file.path(), loopback.text(file)));
    }

    Path folder(String path) {
        Path folder = at(path);
        HomeFiles.folder(folder);
        return folder;
    }

    /** For the owner's eyes only, since many hold secrets. */
    Path write(String path, String text) {
        Path file = at(path);
        HomeFiles.folder(file.resolveSibling(""));
        HomeFiles.secret(file, text);
        return file;
    }

    /** The text of the rendered file whose path ends so. */
    String text(String end) {
        Optional<RenderedFile> found =
                rendered.stream().filter(file -> file.path().endsWith(end)).findFirst();
        return loopback.text(found.orElseThrow(() -> new IllegalStateException("nobody writes " + end)));
    }
}
