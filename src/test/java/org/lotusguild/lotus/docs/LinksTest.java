package org.lotusguild.lotus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinksTest {
    @TempDir
    Path folder;

    @Test
    void allLinksOfTheRepositoryLeadSomewhere() throws IOException {
        Links links = new Links(Path.of("").toAbsolutePath());
        assertThat(links.pages()).anyMatch(page -> page.endsWith("README.md"));
        assertThat(links.broken()).isEmpty();
    }

    @Test
    void aMissingPageAndAMissingHeadingAreFound() throws IOException {
        Files.writeString(folder.resolve("other.md"), "# A Heading, with `code`\n");
        Files.writeString(folder.resolve("page.md"), """
                ## Here
                [good](other.md) [good](other.md#a-heading-with-code) [good](#here) [web](https://example.org/x)
                `[code](nowhere.md)`
                [bad](gone.md) [bad](other.md#gone) ![bad](picture.png)
                """);
        assertThat(new Links(folder).broken())
                .containsExactly("page.md: gone.md", "page.md: other.md#gone", "page.md: picture.png");
    }
}
