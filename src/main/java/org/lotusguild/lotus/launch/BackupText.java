package org.lotusguild.lotus.launch;

/** Sizes as people read them. */
final class BackupText {
    private static final int STEP = 1024;

    private BackupText() {}

    static String size(long bytes) {
        double size = bytes;
        String unit = "B";
        for (String larger : new String[] {"KiB", "MiB", "GiB", "TiB"}) {
            if (size < STEP) {
                break;
            }
            size /= STEP;
            unit = larger;
        }
        return unit.equals("B") ? bytes + " B" : "%.1f %s".formatted(size, unit);
    }
}
