package org.lotusguild.lotus.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Lotus this is. */
public final class Version {
    /** Written by Maven into every jar that it packs. */
    private static final String RESOURCE = "/META-INF/maven/org.lotusguild/lotus/pom.properties";

    private Version() {}

    /** The version of the jar, or {@code development} if the classes run from a folder. */
    public static String text() {
        try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                return "development";
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "development");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
