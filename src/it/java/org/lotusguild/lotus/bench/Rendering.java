package org.lotusguild.lotus.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.game.wordle.Board;
import org.lotusguild.lotus.bot.game.wordle.Palette;
import org.lotusguild.lotus.bot.game.wordle.Puzzle;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.matrix.message.Span;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.render.NoticeDoc;
import org.lotusguild.lotus.webhooks.service.Context;
import org.lotusguild.lotus.webhooks.service.Detect;
import org.lotusguild.lotus.webhooks.service.Service;
import org.lotusguild.lotus.webhooks.service.Services;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Draws the same messages as a browser shows their HTML after each client's rules for tags, into a folder: a page and a picture
 * for each client. Arguments: the folder, and the Chromium to draw with.
 */
final class Rendering {
    private static final Duration DRAWN = Duration.ofSeconds(60);
    private static final int WIDTH = 560;

    /** What Matrix lets clients keep; Element Web and Cinny differ in nothing that Lotus sends. */
    private static final Safelist WHOLE = new Safelist()
            .addTags("a", "b", "strong", "i", "em", "u", "del", "s", "code", "ul", "ol", "li", "pre", "blockquote", "p", "br")
            .addTags("span", "font", "div", "hr", "sup", "sub", "h1", "h2", "h3", "h4", "h5", "h6")
            .addTags("table", "thead", "tbody", "tr", "th", "td", "caption", "details", "summary")
            .addAttributes("a", "href")
            .addAttributes("span", "data-mx-color", "data-mx-bg-color");

    /** No colours, tables or headings. */
    private static final Safelist SMALL = new Safelist()
            .addTags("a", "b", "strong", "i", "em", "u", "del", "code", "ul", "ol", "li", "pre", "blockquote", "p", "br")
            .addAttributes("a", "href");

    private record Sheet(String name, int height, Map<String, Doc> messages) {}

    private static final Path PAYLOADS = Path.of("src/test/resources/webhooks/payloads");
    private static final List<String> SHOWN = List.of(
            "grafana/Firing",
            "grafana/Firing_And_Resolved",
            "proxmox/Vzdump_Failure",
            "sonarr/Download_Upgrade",
            "uptime-kuma/Down",
            "seerr/MEDIA_PENDING_4k");

    private record Client(String name, Optional<Safelist> kept, String style) {}

    private static final List<Client> CLIENTS = List.of(
            new Client("element-web", Optional.of(WHOLE), "font: 15px Inter, 'DejaVu Sans', sans-serif; background: #fff; color: #17191c"),
            new Client("element-x", Optional.of(SMALL), "font: 16px Inter, 'DejaVu Sans', sans-serif; background: #fff; color: #1b1d22"),
            new Client("cinny", Optional.of(WHOLE), "font: 15px InterVariable, 'DejaVu Sans', sans-serif; background: #1f2326; color: #e6e6e6"),
            new Client("plain-text", Optional.empty(), "font: 14px 'DejaVu Sans Mono', monospace; background: #fff; color: #17191c"));

    private Rendering() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        String chromium = arguments.length > 1 ? arguments[1] : "chromium";
        for (Sheet sheet : List.of(new Sheet("rendering", 640, messages()), new Sheet("services", 840, services()))) {
            for (Client client : CLIENTS) {
                Path page = Files.createTempFile(client.name(), ".html");
                Files.writeString(page, page(client, sheet.messages()));
                draw(chromium, page, folder.resolve(sheet.name() + "-" + client.name() + ".png"), sheet.height());
                Files.delete(page);
            }
        }
    }

    /** What services say, from the samples that the tests hold. */
    private static Map<String, Doc> services() throws IOException {
        Map<String, Doc> all = new LinkedHashMap<>();
        Context context = new Context("example", Instant.parse("2026-05-02T14:45:00Z"), Map.of(), false, false);
        for (String name : SHOWN) {
            JsonNode payload = Json.parse(Files.readString(PAYLOADS.resolve(name + ".json")));
            Service service = Detect.of(payload, Optional.empty(), "").service();
            Notice notice = Services.formatter(service)
                    .of(payload, Optional.empty(), context)
                    .message();
            all.put(name, NoticeDoc.of(notice));
        }
        return all;
    }

    private static Map<String, Doc> messages() {
        UserId alice = UserId.parse("@alice:example.org");
        Map<String, Doc> all = new LinkedHashMap<>();
        Puzzle puzzle = Puzzle.of(326, "abbey", true, List.of("crane", "kebab"));
        all.put("word game", new Board("Lotus Word", "!", Palette.NORMAL).shown(puzzle, 6, Duration.ofHours(5)));
        all.put(
                "bars",
                Doc.of(
                        Block.Line.text("📊 Which day?"),
                        new Block.Bars(List.of(
                                new Block.Bar("1️⃣", 6, 4, "3 (60 %) Fri"), new Block.Bar("2️⃣", 4, 6, "2 (40 %) Sat"))),
                        Block.Line.text("5 votes. Fri wins.")));
        all.put(
                "a call",
                Doc.of(Block.Line.of(
                        Span.mention(alice, "Alice"),
                        Span.words(", welcome! Say !welcome here and I will invite you."))));
        all.put(
                "a model's answer",
                Doc.of(
                        new Block.Html("<h2>Dice</h2><p>A <strong>d20</strong> has <em>twenty</em> sides:</p><ul><li>roll it with"
                                + " <code>!roll d20</code></li><li>twice with <code>adv</code></li></ul>"
                                + "<pre><code>🎲 d20: 17</code></pre><blockquote><p>Luck is a skill.</p></blockquote>"),
                        Block.Line.text(""),
                        Block.Line.of(
                                Span.words("(lotusllm, 12 s) · "),
                                Span.link(URI.create("https://example.org/dice"), "more"))));
        return all;
    }

    private static String page(Client client, Map<String, Doc> messages) {
        Document page = Document.createShell("");
        page.head().appendElement("meta").attr("charset", "utf-8");
        page.head().appendElement("style").appendText("body { margin: 0; padding: 12px; line-height: 1.45; " + client.style() + " }"
                + " .name { opacity: .6; font-size: 12px; margin: 14px 0 2px } .plain { white-space: pre-wrap }"
                + " p, ul, pre, blockquote { margin: 0 0 4px } a { color: #2f7cd8 }"
                + " pre, code { font-family: 'DejaVu Sans Mono', monospace; font-size: 13px }"
                + " blockquote { border-left: 3px solid #8888; padding-left: 8px }");
        messages.forEach((name, doc) -> {
            page.body().appendElement("div").addClass("name").text(name);
            Element message = page.body().appendElement("div");
            ObjectNode content = MessageContent.notice(doc);
            Optional<String> html = Json.string(content, "formatted_body").filter(any -> client.kept().isPresent());
            if (html.isPresent()) {
                message.html(kept(html.get(), client.kept().get()));
            } else {
                message.addClass("plain").text(content.path("body").asString());
            }
        });
        page.outputSettings().prettyPrint(false);
        return page.outerHtml();
    }

    /** As the clients do it: what is not kept loses its tag, colours become styles. */
    private static String kept(String html, Safelist tags) {
        Document clean = new Cleaner(tags).clean(Jsoup.parseBodyFragment(html));
        for (Element span : clean.select("span")) {
            span.attr(
                    "style",
                    "color: %s; background-color: %s"
                            .formatted(span.attr("data-mx-color"), span.attr("data-mx-bg-color")));
        }
        clean.outputSettings().prettyPrint(false);
        return clean.body().html();
    }

    private static void draw(String chromium, Path page, Path picture, int height) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("rendering");
        Process browser = new ProcessBuilder(
                        chromium,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--user-data-dir=" + profile,
                        "--window-size=" + WIDTH + "," + height,
                        "--screenshot=" + picture.toAbsolutePath(),
                        page.toUri().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!browser.waitFor(DRAWN) || browser.exitValue() != 0) {
            browser.destroyForcibly();
            throw new IOException("the browser did not draw " + picture);
        }
        try (Stream<Path> left = Files.walk(profile)) {
            left.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }
}
