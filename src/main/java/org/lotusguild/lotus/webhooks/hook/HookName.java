package org.lotusguild.lotus.webhooks.hook;

/** How people call a hook: 3 to 64 signs, none of them invisible. */
final class HookName {
    private static final int LEAST = 3;
    private static final int MOST = 64;

    private HookName() {}

    /** @throws IllegalArgumentException with the key before it */
    static void require(String key, String name) {
        if (!fits(name)) {
            throw new IllegalArgumentException(
                    key + ": must have 3 to 64 signs, without line breaks and without blanks around it");
        }
    }

    static boolean fits(String name) {
        int length = name.codePointCount(0, name.length());
        return length >= LEAST
                && length <= MOST
                && name.strip().equals(name)
                && name.codePoints().noneMatch(Character::isISOControl);
    }
}
