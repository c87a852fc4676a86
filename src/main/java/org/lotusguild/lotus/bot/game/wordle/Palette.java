package org.lotusguild.lotus.bot.game.wordle;

import java.util.Locale;
import org.lotusguild.lotus.matrix.message.Span;

/** Squares and colours. Every ink on its ground has a contrast of at least 4.5 to 1. */
public enum Palette {
    NORMAL(new Look("🟩", "#2e7d32", "#ffffff"), new Look("🟨", "#f2c037", "#000000")),
    HIGH(new Look("🟧", "#f5793a", "#000000"), new Look("🟦", "#85c0f9", "#000000"));

    private static final Look NO = new Look("⬛", "#4a4d52", "#ffffff");

    private record Look(String square, String ground, String ink) {}

    private final Look exact;
    private final Look elsewhere;

    Palette(Look exact, Look elsewhere) {
        this.exact = exact;
        this.elsewhere = elsewhere;
    }

    String square(Mark mark) {
        return look(mark).square();
    }

    Span.Tile tile(char letter, Mark mark) {
        Look look = look(mark);
        return new Span.Tile(look.square(), String.valueOf(letter).toUpperCase(Locale.ROOT), look.ground(), look.ink());
    }

    private Look look(Mark mark) {
        return switch (mark) {
            case EXACT -> exact;
            case ELSEWHERE -> elsewhere;
            case NO -> NO;
        };
    }
}
