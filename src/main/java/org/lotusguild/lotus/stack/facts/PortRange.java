package org.lotusguild.lotus.stack.facts;

/** Ports from one to another, both included; one port is a range too. */
public record PortRange(int first, int last) {
    private static final int HIGHEST = 65_535;

    public PortRange {
        if (first < 1 || last > HIGHEST || first > last) {
            throw new IllegalArgumentException("ports are 1 to 65535, the lower one first");
        }
    }

    /**
     * Reads {@code 3478} or {@code 49152-65535}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static PortRange parse(String text) {
        String[] ends = text.strip().split("-", -1);
        if (ends.length > 2) {
            throw new IllegalArgumentException("not ports, write 3478 or 49152-65535");
        }
        try {
            return new PortRange(Integer.parseInt(ends[0].strip()), Integer.parseInt(ends[ends.length - 1].strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not ports, write 3478 or 49152-65535", e);
        }
    }

    public boolean meets(PortRange other) {
        return first <= other.last && other.first <= last;
    }

    public boolean holds(PortRange other) {
        return first <= other.first && other.last <= last;
    }

    public int size() {
        return last - first + 1;
    }

    @Override
    public String toString() {
        return first == last ? String.valueOf(first) : first + "-" + last;
    }
}
