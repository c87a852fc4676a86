package org.lotusguild.lotus.webhooks.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.webhooks.image.Picture;
import org.lotusguild.lotus.webhooks.service.Service;

class AvatarsTest {
    private static final Path SHIPPED = Path.of("src/main/resources/webhooks/avatars");

    @Test
    void whatIsShippedIsWhatIsDrawn() throws IOException {
        for (var drawing : AvatarDrawings.all().entrySet()) {
            Path file = SHIPPED.resolve(drawing.getKey() + ".png");
            assertThat(Picture.of(Files.readAllBytes(file))).as(file.toString()).isPresent();
            BufferedImage shipped = ImageIO.read(file.toFile());
            assertThat(shipped.getWidth()).isEqualTo(drawing.getValue().getWidth());
            assertThat(shipped.getHeight()).isEqualTo(drawing.getValue().getHeight());
            assertThat(apart(shipped, drawing.getValue()))
                    .as("parts in a thousand of %s that are otherwise", file)
                    .isLessThan(10);
        }
    }

    /** Edges may be a little otherwise with another Java. */
    private static long apart(BufferedImage one, BufferedImage other) {
        long apart = IntStream.range(0, one.getWidth() * one.getHeight())
                .filter(at -> {
                    int x = at % one.getWidth();
                    int y = at / one.getWidth();
                    return far(one.getRGB(x, y), other.getRGB(x, y));
                })
                .count();
        return apart * 1_000 / ((long) one.getWidth() * one.getHeight());
    }

    private static boolean far(int one, int other) {
        return IntStream.of(0, 8, 16).anyMatch(shift -> Math.abs((one >> shift & 0xff) - (other >> shift & 0xff)) > 32);
    }

    @Test
    void noTwoServicesLookAlike() throws IOException {
        List<BufferedImage> all = new ArrayList<>(AvatarDrawings.all().values());
        for (BufferedImage one : all) {
            assertThat(all).filteredOn(other -> apart(one, other) < 10).containsExactly(one);
        }
    }

    @Test
    void everyServiceWithAFormatterOfItsOwnHasAPictureOfItsOwn() {
        for (Service service : Service.values()) {
            boolean shared = service == Service.ARR || service == Service.MESSAGE;
            assertThat(shared || Files.exists(SHIPPED.resolve(service.key() + ".png")))
                    .as(service.key())
                    .isTrue();
        }
    }
}
