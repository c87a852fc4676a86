package org.lotusguild.lotus.webhooks.sender;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/**
 * Draws the pictures of the services that are shipped: plain shapes of our own that say what a service does, nobody's trade
 * mark. Run {@link #main} after a change; the files lie in {@code src/main/resources/webhooks/avatars}.
 */
final class AvatarDrawings {
    private static final int SIZE = 128;

    /** @param ground {@code 0xrrggbb} */
    private record Drawing(int ground, Consumer<Graphics2D> shapes) {}

    private AvatarDrawings() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of("src/main/resources/webhooks/avatars"));
        for (Map.Entry<String, Drawing> drawing : drawings().entrySet()) {
            ImageIO.write(
                    drawn(drawing.getValue()),
                    "png",
                    folder.resolve(drawing.getKey() + ".png").toFile());
        }
    }

    static Map<String, BufferedImage> all() {
        Map<String, BufferedImage> all = new LinkedHashMap<>();
        drawings().forEach((name, drawing) -> all.put(name, drawn(drawing)));
        return all;
    }

    private static BufferedImage drawn(Drawing drawing) {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(new Color(drawing.ground()));
        pen.fillRect(0, 0, SIZE, SIZE);
        pen.setColor(Color.WHITE);
        pen.setStroke(new BasicStroke(8, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        drawing.shapes().accept(pen);
        pen.dispose();
        return image;
    }

    private static Map<String, Drawing> drawings() {
        Map<String, Drawing> all = new LinkedHashMap<>();
        all.put("grafana", new Drawing(0xB8500C, AvatarDrawings::bars));
        all.put("proxmox", new Drawing(0x8A3B12, AvatarDrawings::servers));
        all.put("sonarr", new Drawing(0x1F6F8B, AvatarDrawings::television));
        all.put("radarr", new Drawing(0x7A5C00, AvatarDrawings::film));
        all.put("readarr", new Drawing(0x7B2D43, AvatarDrawings::book));
        all.put("lidarr", new Drawing(0x1D6B45, AvatarDrawings::record));
        all.put("uptime-kuma", new Drawing(0x2E7D32, AvatarDrawings::pulse));
        all.put("seerr", new Drawing(0x4A3AA8, AvatarDrawings::glass));
        all.put("owncast", new Drawing(0x5B3FD0, AvatarDrawings::waves));
        all.put("bazarr", new Drawing(0x3A4A5C, AvatarDrawings::subtitles));
        all.put("tinker-tickets", new Drawing(0xA0303C, AvatarDrawings::ticket));
        all.put("generic", new Drawing(0x4B5563, AvatarDrawings::envelope));
        return all;
    }

    private static void bars(Graphics2D pen) {
        pen.fill(new RoundRectangle2D.Double(30, 70, 16, 30, 6, 6));
        pen.fill(new RoundRectangle2D.Double(56, 50, 16, 50, 6, 6));
        pen.fill(new RoundRectangle2D.Double(82, 28, 16, 72, 6, 6));
    }

    private static void servers(Graphics2D pen) {
        for (int y = 28; y <= 76; y += 26) {
            pen.draw(new RoundRectangle2D.Double(28, y, 72, 18, 6, 6));
            pen.fill(new Ellipse2D.Double(38, y + 5, 8, 8));
        }
    }

    private static void television(Graphics2D pen) {
        pen.draw(new RoundRectangle2D.Double(26, 42, 76, 54, 10, 10));
        pen.draw(new Line2D.Double(64, 42, 46, 24));
        pen.draw(new Line2D.Double(64, 42, 82, 24));
    }

    private static void film(Graphics2D pen) {
        pen.draw(new RoundRectangle2D.Double(26, 34, 76, 60, 8, 8));
        for (int y = 42; y <= 80; y += 19) {
            pen.fill(new RoundRectangle2D.Double(34, y, 8, 8, 2, 2));
            pen.fill(new RoundRectangle2D.Double(86, y, 8, 8, 2, 2));
        }
    }

    private static void book(Graphics2D pen) {
        pen.draw(new Line2D.Double(64, 40, 64, 98));
        Path2D pages = new Path2D.Double();
        pages.moveTo(64, 40);
        pages.curveTo(52, 30, 38, 30, 26, 34);
        pages.lineTo(26, 92);
        pages.curveTo(38, 88, 52, 88, 64, 98);
        pages.curveTo(76, 88, 90, 88, 102, 92);
        pages.lineTo(102, 34);
        pages.curveTo(90, 30, 76, 30, 64, 40);
        pen.draw(pages);
    }

    private static void record(Graphics2D pen) {
        pen.draw(new Ellipse2D.Double(26, 26, 76, 76));
        pen.fill(new Ellipse2D.Double(52, 52, 24, 24));
        pen.draw(new Arc2D.Double(40, 40, 48, 48, 20, 50, Arc2D.OPEN));
    }

    private static void pulse(Graphics2D pen) {
        Path2D line = new Path2D.Double();
        line.moveTo(20, 68);
        line.lineTo(44, 68);
        line.lineTo(56, 36);
        line.lineTo(72, 96);
        line.lineTo(84, 68);
        line.lineTo(108, 68);
        pen.draw(line);
    }

    private static void glass(Graphics2D pen) {
        pen.draw(new Ellipse2D.Double(28, 28, 50, 50));
        pen.draw(new Line2D.Double(72, 72, 100, 100));
    }

    private static void waves(Graphics2D pen) {
        pen.fill(new Ellipse2D.Double(55, 55, 18, 18));
        for (int r = 22; r <= 40; r += 18) {
            pen.draw(new Arc2D.Double(64 - r, 64 - r, 2 * r, 2 * r, -45, 90, Arc2D.OPEN));
            pen.draw(new Arc2D.Double(64 - r, 64 - r, 2 * r, 2 * r, 135, 90, Arc2D.OPEN));
        }
    }

    private static void subtitles(Graphics2D pen) {
        pen.draw(new RoundRectangle2D.Double(24, 32, 80, 64, 12, 12));
        pen.draw(new Line2D.Double(38, 66, 58, 66));
        pen.draw(new Line2D.Double(72, 66, 90, 66));
        pen.draw(new Line2D.Double(38, 82, 74, 82));
    }

    private static void ticket(Graphics2D pen) {
        Path2D edge = new Path2D.Double();
        edge.moveTo(24, 40);
        edge.lineTo(104, 40);
        edge.lineTo(104, 56);
        edge.curveTo(92, 58, 92, 72, 104, 74);
        edge.lineTo(104, 90);
        edge.lineTo(24, 90);
        edge.lineTo(24, 74);
        edge.curveTo(36, 72, 36, 58, 24, 56);
        edge.closePath();
        pen.draw(edge);
        pen.draw(new Line2D.Double(52, 56, 52, 74));
    }

    private static void envelope(Graphics2D pen) {
        pen.draw(new RoundRectangle2D.Double(24, 38, 80, 56, 8, 8));
        Path2D flap = new Path2D.Double();
        flap.moveTo(26, 42);
        flap.lineTo(64, 70);
        flap.lineTo(102, 42);
        pen.draw(flap);
    }
}
