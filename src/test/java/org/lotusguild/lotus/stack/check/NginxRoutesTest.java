package org.lotusguild.lotus.stack.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.NginxFile;

class NginxRoutesTest {
    private static final Facts FACTS = SampleFacts.of("""
            === nginx.conf
            server {
                location / { }
                location = /exact { }
                location /exact { }
                location /a/ { }
                location /a/long/ { location ~ deep { } }
                location ^~ /a/strong/ { }
                location ~ \\.js$ { }
                location ~* \\.PNG$ { }
                location ~ ^/a/(x { }
                location @named { }
            }
            """);

    @ParameterizedTest
    @CsvSource({
        "/exact,= /exact",
        "/exact/more,/exact",
        "/a/b,/a/",
        "/a/long/b,/a/long/",
        "/a/long/deep,~ deep",
        "/a/b.js,~ \\.js$",
        "/a/strong/b.js,^~ /a/strong/",
        "/b.png,~* \\.PNG$",
        "/anything,/"
    })
    void choosesAsNginxDoes(String path, String location) {
        NginxFile file = FACTS.nginx().getFirst();
        assertThat(NginxRoutes.answering(NginxRoutes.servers(file).getFirst(), path)
                        .directive()
                        .text())
                .isEqualTo(location);
    }
}
