package org.lotusguild.lotus.stack.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Small archives in the POSIX format (ustar): files alone, with names of at most 100 bytes, mode 0600 and no time. */
public final class Tar {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int SUM_AT = 148;
    private static final int SUM_LENGTH = 8;
    private static final int TYPE_AT = 156;
    private static final int MAGIC_AT = 257;
    private static final int LARGEST = 64 << 20;

    private Tar() {}

    /** A file of an archive; its name has slashes, never at the beginning, and no step upwards. */
    public record Entry(String name, byte[] content) {
        public Entry {
            if (name.isEmpty()
                    || name.startsWith("/")
                    || Arrays.asList(name.split("/")).contains("..")) {
                throw new IllegalArgumentException("not the name of a file inside: " + name);
            }
            if (name.getBytes(StandardCharsets.UTF_8).length >= NAME) {
                throw new IllegalArgumentException("the name is too long for a tar: " + name);
            }
        }
    }

    public static void write(List<Entry> entries, OutputStream out) throws IOException {
        for (Entry entry : entries) {
            out.write(header(entry));
            out.write(entry.content());
            out.write(new byte[padding(entry.content().length)]);
        }
        out.write(new byte[2 * BLOCK]);
    }

    private static byte[] header(Entry entry) {
        byte[] header = new byte[BLOCK];
        put(header, 0, entry.name());
        put(header, 100, "0000600\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, SIZE_AT, "%011o\0".formatted(entry.content().length));
        put(header, 136, "00000000000\0");
        put(header, SUM_AT, " ".repeat(SUM_LENGTH));
        header[TYPE_AT] = '0';
        put(header, MAGIC_AT, "ustar\00000");
        put(header, SUM_AT, "%06o\0 ".formatted(sum(header)));
        return header;
    }

    /** @throws IOException if it is no such archive or not whole */
    public static List<Entry> read(InputStream in) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (byte[] header = block(in); header[0] != 0; header = block(in)) {
            int length = length(header);
            byte[] content = in.readNBytes(length);
            if (content.length < length || in.readNBytes(padding(length)).length < padding(length)) {
                throw new IOException("the archive ends too early");
            }
            if (header[TYPE_AT] == '0' || header[TYPE_AT] == 0) {
                entries.add(entry(header, content));
            }
        }
        return entries;
    }

    private static Entry entry(byte[] header, byte[] content) throws IOException {
        int end = 0;
        while (end < NAME && header[end] != 0) {
            end++;
        }
        try {
            return new Entry(new String(header, 0, end, StandardCharsets.UTF_8), content);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static byte[] block(InputStream in) throws IOException {
        byte[] header = in.readNBytes(BLOCK);
        if (header.length < BLOCK) {
            throw new IOException("the archive ends too early");
        }
        return header;
    }

    private static int length(byte[] header) throws IOException {
        byte[] bare = header.clone();
        String sum = text(bare, SUM_AT, SUM_LENGTH);
        Arrays.fill(bare, SUM_AT, SUM_AT + SUM_LENGTH, (byte) ' ');
        try {
            long length = Long.parseLong(text(header, SIZE_AT, SIZE_LENGTH), 8);
            if (Integer.parseInt(sum, 8) == sum(bare) && length >= 0 && length <= LARGEST) {
                return (int) length;
            }
        } catch (NumberFormatException e) {
            throw new IOException("not a tar archive", e);
        }
        throw new IOException("not a tar archive");
    }

    private static String text(byte[] header, int at, int length) {
        return new String(header, at, length, StandardCharsets.US_ASCII)
                .replace('\0', ' ')
                .strip();
    }

    private static int sum(byte[] header) {
        int sum = 0;
        for (byte one : header) {
            sum += Byte.toUnsignedInt(one);
        }
        return sum;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static int padding(int length) {
        return (BLOCK - length % BLOCK) % BLOCK;
    }
}
