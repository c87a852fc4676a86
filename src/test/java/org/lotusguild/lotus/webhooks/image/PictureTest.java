package org.lotusguild.lotus.webhooks.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;

class PictureTest {
    private static final String WHERE = "taken at home by alice";

    @Test
    void readsWhatPicturesAreAndHowLarge() {
        assertThat(Picture.of(made("png"))).hasValueSatisfying(p -> shows(p, "image/png", 30, 20));
        assertThat(Picture.of(made("jpg"))).hasValueSatisfying(p -> shows(p, "image/jpeg", 30, 20));
        assertThat(Picture.of(made("gif"))).hasValueSatisfying(p -> shows(p, "image/gif", 30, 20));
        assertThat(Picture.of(webp(30, 20))).hasValueSatisfying(p -> shows(p, "image/webp", 30, 20));
    }

    private static void shows(Picture picture, String type, int width, int height) {
        assertThat(picture.contentType()).isEqualTo(type);
        assertThat(picture.width()).isEqualTo(width);
        assertThat(picture.height()).isEqualTo(height);
    }

    @Test
    void whatCamerasWriteIntoPicturesIsTakenOutAndThePictureStays() throws IOException {
        for (byte[] noted : List.of(
                inserted(made("png"), 33, chunk("eXIf")),
                inserted(made("png"), 33, chunk("tEXt")),
                inserted(made("jpg"), 2, segment(0xe1)),
                inserted(made("jpg"), 2, segment(0xfe)),
                inserted(made("jpg"), made("jpg").length, segment(0xe1)),
                inserted(progressive(), progressive().length, segment(0xe1)),
                inserted(progressive(), lastScan(progressive()), segment(0xe1)),
                webp(30, 20))) {
            assertThat(text(noted)).contains(WHERE);
            Picture clean = Picture.of(noted).orElseThrow();
            assertThat(text(clean.bytes())).doesNotContain(WHERE);
            assertThat(Picture.of(clean.bytes()))
                    .hasValueSatisfying(p -> assertThat(p.bytes()).isEqualTo(clean.bytes()));
            if (!clean.contentType().equals("image/webp")) {
                assertThat(ImageIO.read(new ByteArrayInputStream(clean.bytes())).getWidth())
                        .isEqualTo(30);
            }
        }
    }

    @Test
    void aPictureOfMoreThanFortyMegapixelsIsNone() {
        byte[] bomb = made("png");
        ByteBuffer.wrap(bomb).putInt(16, 20_000).putInt(20, 2_001);
        assertThat(Picture.of(bomb)).isEmpty();
        ByteBuffer.wrap(bomb).putInt(16, 20_000).putInt(20, 2_000);
        assertThat(Picture.of(bomb)).isPresent();
        ByteBuffer.wrap(bomb).putInt(16, -1).putInt(20, 1);
        assertThat(Picture.of(bomb)).isEmpty();
    }

    @Test
    void whatIsNoPictureIsNone() {
        for (String other : List.of("", "<svg xmlns='http://www.w3.org/2000/svg'/>", "%PDF-1.7", "BM", "<html>")) {
            assertThat(Picture.of(other.getBytes(StandardCharsets.UTF_8))).isEmpty();
        }
        assertThat(Picture.of(Arrays.copyOf(made("gif"), Picture.CAP + 1))).isEmpty();
    }

    @Test
    void brokenPicturesNeverThrow() {
        List<byte[]> whole = List.of(made("png"), made("jpg"), made("gif"), webp(30, 20));
        qt().forAll(
                        integers().between(0, 3),
                        integers().between(0, 400),
                        integers().between(0, 255))
                .checkAssert((which, place, value) -> {
                    byte[] broken = whole.get(which).clone();
                    broken[place % broken.length] = (byte) (int) value;
                    assertThat(Picture.of(broken)).isNotNull();
                    assertThat(Picture.of(Arrays.copyOf(broken, place % broken.length)))
                            .isNotNull();
                });
    }

    private static byte[] made(String format) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB), format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] progressive() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        try (ImageOutputStream to = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(to);
            writer.write(null, new IIOImage(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB), null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static int lastScan(byte[] jpeg) {
        int first = text(jpeg).indexOf("\u00ff\u00da");
        int last = text(jpeg).lastIndexOf("\u00ff\u00da");
        assertThat(last).isGreaterThan(first);
        return last;
    }

    private static byte[] inserted(byte[] into, int at, byte[] part) {
        return ByteBuffer.allocate(into.length + part.length)
                .put(into, 0, at)
                .put(part)
                .put(into, at, into.length - at)
                .array();
    }

    private static byte[] chunk(String type) {
        byte[] body = (type + WHERE).getBytes(StandardCharsets.ISO_8859_1);
        CRC32 sum = new CRC32();
        sum.update(body);
        return ByteBuffer.allocate(body.length + 8)
                .putInt(body.length - 4)
                .put(body)
                .putInt((int) sum.getValue())
                .array();
    }

    private static byte[] segment(int marker) {
        byte[] body = WHERE.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(body.length + 4)
                .put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (body.length + 2))
                .put(body)
                .array();
    }

    /** The frame of an extended WebP with a note; what the picture itself looks like nobody reads here. */
    private static byte[] webp(int width, int height) {
        byte[] note = WHERE.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer file = ByteBuffer.allocate(12 + 18 + 8 + note.length + (note.length & 1))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.ISO_8859_1)).putInt(file.capacity() - 8);
        file.put("WEBPVP8X".getBytes(StandardCharsets.ISO_8859_1)).putInt(10).putInt(0x0c);
        file.putShort((short) (width - 1))
                .put((byte) 0)
                .putShort((short) (height - 1))
                .put((byte) 0);
        file.put("EXIF".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(note.length)
                .put(note);
        return file.array();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
