package org.lotusguild.lotus.stack.apply;

import org.lotusguild.lotus.stack.render.Manifest;

/** A file as it is to be on the host. */
public record Wanted(Manifest.Entry entry, String text) {
    String path() {
        return entry.path();
    }
}
