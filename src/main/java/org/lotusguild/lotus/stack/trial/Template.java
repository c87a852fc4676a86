package org.lotusguild.lotus.stack.trial;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of the trial as they lie in the resources, with {@code @NAME@} for what differs from home to home. */
public final class Template {
    private static final Pattern PLACE = Pattern.compile("@([A-Z_]+)@");

    private Template() {}

    public static String plain(String name) {
        try (InputStream in = Template.class.getResourceAsStream("/stack/trial/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param values for every place of the template; they are put in as they are, so no free text */
    public static String filled(String name, Map<String, ?> values) {
        return PLACE.matcher(plain(name))
                .replaceAll(place -> Matcher.quoteReplacement(String.valueOf(Objects.requireNonNull(
                        values.get(place.group(1)), () -> name + " has a place without a value: " + place.group()))));
    }
}
