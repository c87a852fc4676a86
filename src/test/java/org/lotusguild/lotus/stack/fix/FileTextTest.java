package org.lotusguild.lotus.stack.fix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.check.Edit;

class FileTextTest {

    private static String changed(String text, Edit edit) {
        return FileText.of(text).with(edit).text();
    }

    @Test
    void keepsTheLineEndsOfTheFile() {
        assertThat(changed("a\r\nb\r\nc\r\n", Edit.replace("f", 2, "x"))).isEqualTo("a\r\nx\r\nc\r\n");
        assertThat(changed("a\nb\nc\n", Edit.insert("f", 2, List.of("x", "y")))).isEqualTo("a\nx\ny\nb\nc\n");
    }

    @Test
    void keepsALastLineWithoutAnEnd() {
        assertThat(changed("a\nb", Edit.replace("f", 2, "x"))).isEqualTo("a\nx");
        assertThat(changed("a\nb", Edit.insert("f", 3, List.of("x")))).isEqualTo("a\nb\nx");
        assertThat(changed("a\nb", Edit.remove("f", 1, 1))).isEqualTo("b");
        assertThat(changed("a\nb", Edit.remove("f", 2, 2))).isEqualTo("a\n");
    }

    @Test
    void keepsTheByteOrderMark() {
        assertThat(changed("\uFEFFa\nb\n", Edit.replace("f", 1, "x"))).isEqualTo("\uFEFFx\nb\n");
        assertThat(FileText.of("\uFEFFa\r\nb").bare()).containsExactly("a", "b");
    }

    @Test
    void countsLinesAsTheReadersDo() {
        String text = "a\r\n\nb\rc\n\n";
        assertThat(FileText.of(text).bare()).isEqualTo(text.lines().toList());
    }
}
