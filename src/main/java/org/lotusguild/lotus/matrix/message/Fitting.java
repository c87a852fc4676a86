package org.lotusguild.lotus.matrix.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.lotusguild.lotus.base.json.CanonicalJson;
import org.lotusguild.lotus.matrix.message.Fitted.TextFile;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a message fit into an event, whose size is counted as the homeserver counts it: bytes of canonical JSON. What is too
 * much goes in this order: closed parts become files; lines from the end; texts down to 300 code points; then all texts
 * alike. Body and HTML are always shortened together.
 */
public final class Fitting {
    /** Of 65,536 for the whole event, the rest is for its envelope. */
    public static final int CLEAR = 56 * 1024;
    /** Encryption makes four bytes of three, and adds its own envelope. */
    public static final int ENCRYPTED = 40 * 1024;

    private static final int DETAILS_LINES = 20;
    private static final int DETAILS_CHARACTERS = 1_500;
    private static final int TEXT = 300;

    private final String msgtype;
    private final int bytes;
    private final UnaryOperator<ObjectNode> asSent;

    private Fitting(String msgtype, int bytes, UnaryOperator<ObjectNode> asSent) {
        this.msgtype = msgtype;
        this.bytes = bytes;
        this.asSent = asSent;
    }

    /** A message that stands for itself; as {@link #of(String, Doc, int, UnaryOperator)}. */
    public static Fitted of(String msgtype, Doc doc, int bytes) {
        return of(msgtype, doc, bytes, UnaryOperator.identity());
    }

    /**
     * The whole message, or as much of it as fits.
     *
     * @param bytes how large the content may be: {@link #CLEAR} or {@link #ENCRYPTED}
     * @param asSent what is sent in the end: an edit carries the text twice, a reply names another event
     */
    public static Fitted of(String msgtype, Doc doc, int bytes, UnaryOperator<ObjectNode> asSent) {
        return new Fitting(msgtype, bytes, asSent).fitted(doc.blocks());
    }

    private Fitted fitted(List<Block> whole) {
        List<TextFile> files = new ArrayList<>();
        List<Block> blocks = folded(whole, files, false);
        if (!fits(blocks)) {
            blocks = folded(blocks, files, true);
        }
        if (!fits(blocks)) {
            blocks = withFewerLines(blocks);
        }
        if (!fits(blocks)) {
            blocks = withShorterTexts(blocks);
        }
        return new Fitted(content(blocks), files);
    }

    private ObjectNode content(List<Block> blocks) {
        return MessageContent.content(msgtype, blocks);
    }

    private boolean fits(List<Block> blocks) {
        String json = CanonicalJson.of(asSent.apply(content(blocks)));
        return json.length() <= bytes && json.getBytes(StandardCharsets.UTF_8).length <= bytes;
    }

    private static List<Block> folded(List<Block> blocks, List<TextFile> files, boolean all) {
        List<Block> kept = new ArrayList<>();
        for (Block block : blocks) {
            if (block instanceof Block.Details details && (all || tooLong(details.text()))) {
                files.add(new TextFile(fileName(details.summary()), Plain.lines(details.text())));
            } else {
                kept.add(block);
            }
        }
        return kept;
    }

    private static boolean tooLong(String text) {
        return text.length() > DETAILS_CHARACTERS || text.lines().count() > DETAILS_LINES;
    }

    private static String fileName(String summary) {
        String name =
                summary.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return (name.isEmpty() ? "details" : name) + ".txt";
    }

    /** The last lines go; where to read on stays. */
    private List<Block> withFewerLines(List<Block> blocks) {
        List<Block> links =
                blocks.stream().filter(Block.Links.class::isInstance).toList();
        List<Block> lines =
                blocks.stream().filter(block -> !(block instanceof Block.Links)).toList();
        int count = Cut.lines(lines);
        return count < 2
                ? blocks
                : longest(count - 1, kept -> {
                    List<Block> some = new ArrayList<>(Cut.firstLines(lines, kept));
                    int missing = count - Cut.lines(some);
                    if (missing > 0) {
                        some.add(Block.Line.text("… +" + missing + (missing == 1 ? " line" : " lines")));
                    }
                    some.addAll(links);
                    return some;
                });
    }

    private List<Block> withShorterTexts(List<Block> blocks) {
        List<Block> shorter = longest(TEXT, length -> Shortened.to(blocks, length));
        return fits(shorter) ? shorter : List.of(Block.Line.text("…"));
    }

    /** With the largest number up to {@code most} that fits; with 1 where none does. */
    private List<Block> longest(int most, IntFunction<List<Block>> cut) {
        int fitting = 1;
        int above = most + 1;
        if (fits(cut.apply(most))) {
            return cut.apply(most);
        }
        while (above - fitting > 1) {
            int middle = (fitting + above) / 2;
            if (fits(cut.apply(middle))) {
                fitting = middle;
            } else {
                above = middle;
            }
        }
        return cut.apply(fitting);
    }
}
