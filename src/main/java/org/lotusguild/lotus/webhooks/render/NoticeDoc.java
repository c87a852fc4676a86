package org.lotusguild.lotus.webhooks.render;

import java.util.ArrayList;
import java.util.List;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.Span;
import org.lotusguild.lotus.webhooks.notice.Field;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.service.Links;

/**
 * A notice as a document: the title, the lines, the fields on one line, the links, the closed parts. It keeps the rules of the
 * title and of lengths, whoever made the notice.
 */
public final class NoticeDoc {
    private static final int TITLE = 120;
    private static final int TEXT = 300;
    private static final int LINES = 10;
    private static final String DASH = " – ";
    /** A stream that is live is red as well, though nothing is wrong and nobody need be called. */
    private static final String LIVE = "🔴";

    private NoticeDoc() {}

    public static Doc of(Notice notice) {
        return notice.words().map(OwnWords::doc).orElseGet(() -> formed(notice));
    }

    private static Doc formed(Notice notice) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(title(notice));
        lines(notice.lines()).forEach(line -> blocks.add(Block.Line.text(line)));
        if (!notice.fields().isEmpty()) {
            blocks.add(fields(notice.fields()));
        }
        List<Span.Link> links = links(notice.links());
        if (!links.isEmpty()) {
            blocks.add(new Block.Links(links));
        }
        notice.collapse().forEach(part -> blocks.add(new Block.Details(part.summary(), part.text())));
        return new Doc(blocks);
    }

    /** Clients do not ring for a notice: what is bad is text. */
    public static String msgtype(Level level) {
        return switch (level) {
            case CRITICAL, ERROR -> "m.text";
            case WARNING, OK, INFO, NEUTRAL -> "m.notice";
        };
    }

    /** Where it must be cut the subject is: what happened has to be told. */
    private static Block.Line title(Notice notice) {
        String emoji = notice.emoji().isEmpty() ? "" : notice.emoji() + " ";
        String happened = cut(round(notice.happened()), TITLE / 2);
        int taken = length(emoji) + (happened.isEmpty() ? 0 : length(DASH) + length(happened));
        String subject = cut(round(notice.subject()), TITLE - taken);
        List<Span> spans = new ArrayList<>(List.of(Span.words(emoji), Span.strong(subject)));
        if (!happened.isEmpty()) {
            spans.add(Span.words(DASH));
            spans.add(coloured(happened, notice.emoji().equals(LIVE) ? Level.ERROR : notice.level()));
        }
        return new Block.Line(spans);
    }

    private static Span coloured(String text, Level level) {
        return switch (level) {
            case CRITICAL, ERROR -> Span.coloured(text, "#D63232");
            case WARNING -> Span.coloured(text, "#E67E22");
            case OK -> Span.coloured(text, "#36A64F");
            case INFO -> Span.coloured(text, "#3B82F6");
            case NEUTRAL -> Span.words(text);
        };
    }

    private static List<String> lines(List<String> all) {
        List<String> lines = new ArrayList<>(
                all.stream().limit(LINES).map(line -> cut(line, TEXT)).toList());
        if (all.size() == LINES + 1) {
            lines.add(cut(all.getLast(), TEXT));
        } else if (all.size() > LINES) {
            lines.add("+" + (all.size() - LINES) + " more");
        }
        return lines;
    }

    private static Block.Line fields(List<Field> fields) {
        List<Span> spans = new ArrayList<>();
        for (Field field : fields) {
            spans.add(Span.words((spans.isEmpty() ? "" : " · ") + field.label() + ": "));
            spans.add(Span.strong(cut(field.value(), TEXT)));
        }
        return new Block.Line(spans);
    }

    /** A script's addresses may lead anywhere: the same rule holds for them as for those of payloads. */
    private static List<Span.Link> links(List<Link> links) {
        return links.stream()
                .flatMap(link -> Links.to(link.to().toString()).map(to -> Span.link(to, link.label())).stream())
                .toList();
    }

    /** A title in square brackets reads like a tag of some other program. */
    private static String round(String text) {
        return text.replace('[', '(').replace(']', ')');
    }

    private static String cut(String text, int codePoints) {
        if (length(text) <= codePoints) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, codePoints - 1)).stripTrailing() + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
