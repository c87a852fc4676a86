package org.lotusguild.lotus.stack.facts;

import java.util.List;
import java.util.Locale;

/** How values are shown that nobody may read. */
public final class Mask {
    private static final List<String> SECRET = List.of(
            "secret",
            "password",
            "passwd",
            "passphrase",
            "token",
            "apikey",
            "api_key",
            "api-key",
            "privatekey",
            "private_key",
            "private-key",
            "signing_key",
            "customer_key",
            "account_key",
            "macaroon",
            "pepper");
    /** Names that hold one of these words and no secret: where it lies, how long it lives, whether it is wanted. */
    private static final List<String> NO_SECRET_END = List.of(
            "_path",
            "_file",
            "-file",
            "_url",
            "_uri",
            "_lifetime",
            "_age",
            "_enabled",
            "_method",
            "_endpoint",
            "_timeout",
            "_algorithm",
            "_scope",
            "_scopes");

    private static final List<String> NO_SECRET = List.of(
            "requires_token",
            "require_token",
            "password_config",
            "password_encryption",
            "key_server",
            "old_signing_keys");

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
        if ("key".equals(name) || "keys".equals(name)) {
            return true;
        }
        return SECRET.stream().anyMatch(name::contains)
                && NO_SECRET_END.stream().noneMatch(name::endsWith)
                && NO_SECRET.stream().noneMatch(name::contains);
    }
}
