package org.lotusguild.lotus.script;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What scripts were compiled to, in memory alone: byte code from a file or from the network could lead the engine astray. The
 * ones that were not used for longest fall out.
 */
final class ByteCodes {
    private static final int MOST = 64;

    private final Map<String, byte[]> byDigest = new LinkedHashMap<>(16, 0.75f, true);

    synchronized Optional<byte[]> of(Script script) {
        return Optional.ofNullable(byDigest.get(script.digest()));
    }

    synchronized void keep(Script script, byte[] byteCode) {
        byDigest.put(script.digest(), byteCode);
        if (byDigest.size() > MOST) {
            byDigest.remove(byDigest.keySet().iterator().next());
        }
    }
}
