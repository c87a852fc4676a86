package org.lotusguild.lotus.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SqlTest {

    @Test
    void putsAQuestionMarkForEachParameterAndKeepsTheirOrder() {
        assertThat(Sql.parse("select a from t where b = :b and (c = :c_1 or d = :b)"))
                .isEqualTo(new Sql("select a from t where b = ? and (c = ? or d = ?)", List.of("b", "c_1", "b")));
    }

    @Test
    void leavesColonsInTextsNamesCommentsAndCastsAlone() {
        String text = """
                select ':a', "b:c", d::text, 'it''s :e' -- :f
                from t /* :g
                :h */ where i = 'x'""";
        assertThat(Sql.parse(text)).isEqualTo(new Sql(text, List.of()));
    }

    @Test
    void keepsDollarsAndBackslashes() {
        assertThat(Sql.parse("select '$1\\' where a = :a and b = '$0'").text())
                .isEqualTo("select '$1\\' where a = ? and b = '$0'");
    }
}
