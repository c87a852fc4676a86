package org.lotusguild.lotus.stack.facts;

import java.util.Locale;
import java.util.regex.Pattern;

/** How values are shown that nobody may read. */
public final class Mask {
    private static final Pattern SECRET_NAME = Pattern.compile(
            ".*(secret|password|passwd|passphrase|token|api_?-?key|private_?-?key|macaroon|pepper).*|key|keys");
    private static final Pattern NO_SECRET = Pattern.compile(
            ".*(_path|_file|-file|_url|_uri|_lifetime|_age|_requires?_token|_enabled|_method|_endpoint|_timeout|key_servers?|_algorithm|_scopes?)|.*requires_token.*|password_config.*|password_encryption.*");

    private Mask() {}

    /** {@code <secret, 20 chars>}. */
    public static String of(String value) {
        return "<secret, " + value.length() + " chars>";
    }

    /** The value, or the mask if the key is a name that secrets have. */
    public static String of(String key, String value) {
        return names(key) ? of(value) : value;
    }

    /** Whether a setting of this name holds a secret. */
    public static boolean names(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        return SECRET_NAME.matcher(name).matches() && !NO_SECRET.matcher(name).matches();
    }
}
