package org.lotusguild.lotus.matrix.message;

import java.util.ArrayList;
import java.util.List;

/** A part of a message that begins on a line of its own. */
public sealed interface Block {

    /** One line. Line breaks inside its spans become blanks. */
    record Line(List<Span> spans) implements Block {
        public Line {
            spans = List.copyOf(spans);
        }

        public static Line of(Span... spans) {
            return new Line(List.of(spans));
        }

        public static Line text(String words) {
            return of(Span.words(words));
        }

        /** These spans with the separator's text between them. */
        public static Line joined(String separator, List<? extends Span> spans) {
            List<Span> all = new ArrayList<>();
            for (Span span : spans) {
                if (!all.isEmpty()) {
                    all.add(Span.words(separator));
                }
                all.add(span);
            }
            return new Line(all);
        }
    }

    /** Lines that belong together, one below the other: a table of scores, the options of a poll. */
    record Rows(List<Line> lines) implements Block {
        public Rows {
            lines = List.copyOf(lines);
        }

        public static Rows of(Line... lines) {
            return new Rows(List.of(lines));
        }
    }

    /** A list with a bullet before each item. */
    record Bullets(List<Line> items) implements Block {
        public Bullets {
            items = List.copyOf(items);
        }
    }

    /** Text in a fixed-width face with its own line breaks: a keyboard, a log. */
    record Mono(String text) implements Block {}

    /** Horizontal bars of full and empty cells with words before and after. */
    record Bars(List<Bar> bars) implements Block {
        public Bars {
            bars = List.copyOf(bars);
        }
    }

    /** @param full number of full cells, before {@code empty} empty ones */
    record Bar(String before, int full, int empty, String after) {
        public Bar {
            if (full < 0 || empty < 0 || full + empty > 100) {
                throw new IllegalArgumentException("a bar has 0 to 100 cells");
            }
        }
    }

    /** One row of letter tiles: the squares first, then the letters. */
    record Tiles(List<Span.Tile> tiles) implements Block {
        public Tiles {
            tiles = List.copyOf(tiles);
        }
    }

    record Quote(List<Block> blocks) implements Block {
        public Quote {
            blocks = List.copyOf(blocks);
        }

        public static Quote of(Block... blocks) {
            return new Quote(List.of(blocks));
        }
    }

    /** Where to read on. The plain text has the address of the first alone: a row of addresses is unreadable. */
    record Links(List<Span.Link> links) implements Block {
        public Links {
            links = List.copyOf(links);
        }
    }

    /** A long part that is closed until somebody opens it. The plain text goes without. */
    record Details(String summary, String text) implements Block {}

    /** Text, and the HTML that says the same: somebody wrote both for the room. The HTML is made harmless at once. */
    record Written(String text, SpecHtml html) implements Block {
        public Written {
            text = Plain.whole(text);
        }

        public static Written of(String text, String html) {
            return new Written(text, SpecHtml.of(html));
        }

        /** HTML alone; the text is what it says. */
        public static Written of(String html) {
            SpecHtml clean = SpecHtml.of(html);
            return new Written(StrangersHtml.text(clean.text()), clean);
        }

        /** The beginning of both. */
        Written cut(int codePoints, String tail) {
            return new Written(Shortened.text(text, codePoints, tail), html.cut(codePoints, tail));
        }
    }

    /** A fragment of HTML from strangers. Made harmless when the value is made: there is no other kind. */
    record Html(String fragment) implements Block {
        public Html {
            fragment = StrangersHtml.clean(fragment);
        }
    }
}
