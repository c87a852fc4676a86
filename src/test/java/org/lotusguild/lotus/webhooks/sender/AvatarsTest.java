package org.lotusguild.lotus.webhooks.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            assertThat(shipped.getRGB(2, 2)).isEqualTo(drawing.getValue().getRGB(2, 2));
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
