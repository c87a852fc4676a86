package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FiguresTest {
    private static final List<Double> VALUES = List.of(3.0, 1.0, 2.0, 5.0, 4.0);

    @Test
    void theMedianIsTheMiddleOne() {
        assertThat(Figures.median(VALUES)).isEqualTo(3.0);
    }

    @Test
    void percentilesTakeTheNearestRank() {
        assertThat(Figures.percentile(VALUES, 99)).isEqualTo(5.0);
        assertThat(Figures.percentile(VALUES, 0)).isEqualTo(1.0);
    }

    @Test
    void aLineShowsMedianAndRange() {
        assertThat(Figures.line("resident", VALUES, "MB")).startsWith("resident ").endsWith("3.00 (1.00–5.00) MB");
    }
}
