package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.notice.Field;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Transition;
import tools.jackson.databind.node.ObjectNode;

/** What no sample of Sonarr and its sisters shows. */
class ArrTest {
    private static final Context APPLICATION = new Context("media", Sample.RECEIVED, Map.of(), true, false);

    @Test
    void aSeasonPackIsARangeWithItsFilesAndTheirSize() {
        Notice notice = sonarr("""
                {"eventType":"Download","series":{"title":"Harbour Lights","imdbId":"tt13579246"},"isUpgrade":false,
                 "episodes":[{"seasonNumber":2,"episodeNumber":5},{"seasonNumber":2,"episodeNumber":4},
                             {"seasonNumber":2,"episodeNumber":6}],
                 "episodeFiles":[{"quality":"WEBDL-1080p","size":1073741824},{"quality":"WEBDL-1080p","size":1073741824},
                                 {"quality":"WEBDL-1080p","size":1073741824}],"fileCount":3,"downloadId":"x"}""");

        assertThat(Sample.body(notice)).isEqualTo("""
                ✅ Harbour Lights S02E04–E06 – imported
                WEBDL-1080p · 3 files · 3.0 GiB
                https://www.imdb.com/title/tt13579246/""");
    }

    @Test
    void episodesWithGapsAreCounted() {
        assertThat(sonarr("""
                {"eventType":"Grab","series":{"title":"Harbour Lights"},"release":{},
                 "episodes":[{"seasonNumber":0,"episodeNumber":1},{"seasonNumber":0,"episodeNumber":3}]}""").subject()).isEqualTo("Harbour Lights S00 (2 episodes)");
        assertThat(sonarr("""
                {"eventType":"Grab","series":{"title":"Harbour Lights"},"release":{},
                 "episodes":[{"seasonNumber":1,"episodeNumber":10},{"seasonNumber":2,"episodeNumber":1}]}""").subject()).isEqualTo("Harbour Lights (2 episodes)");
    }

    @Test
    void filesThatAreOnlyCountedHaveTheSizeOfTheRelease() {
        assertThat(sonarr("""
                {"eventType":"Download","series":{"title":"S"},"fileCount":8,"release":{"size":8589934592}}""").lines()).containsExactly("8 files · 8.0 GiB");
    }

    @Test
    void aReasonIsToldUnlessSomebodyDidIt() {
        Map<String, List<Field>> said = Map.of(
                "missingFromDisk", List.of(new Field("Reason", "missing from disk")),
                "noLinkedEpisodes", List.of(new Field("Reason", "no linked episodes")),
                "manualOverride", List.of(new Field("Reason", "manual override")),
                "manual", List.of(),
                "upgrade", List.of());
        said.forEach((reason, fields) -> assertThat(
                        sonarr("{\"eventType\":\"EpisodeFileDelete\",\"series\":{\"title\":\"S\"},"
                                        + "\"episodeFile\":{\"quality\":\"SDTV\"},\"deleteReason\":\"" + reason + "\"}")
                                .fields())
                .isEqualTo(fields));
    }

    @Test
    void failuresOfLidarrCloseWhatTheGrabOpened() {
        Notice download = of(Service.LIDARR, """
                {"eventType":"DownloadFailure","instanceName":"Lidarr","quality":"FLAC","releaseTitle":"Low Pines - Northbound [FLAC]",
                 "downloadClient":"qBittorrent","downloadId":"CC00"}""");

        assertThat(Sample.body(download))
                .isEqualTo("❌ Low Pines - Northbound (FLAC) – download failed\nFLAC · qBittorrent");
        assertThat(download.level()).isEqualTo(Level.ERROR);
        assertThat(download.event()).isEqualTo("lidarr.download-failure");
        assertThat(download.correlation().orElseThrow().key()).isEqualTo("CC00");
        assertThat(download.correlation().orElseThrow().transition()).isEqualTo(Transition.CLOSE);

        Notice imported = of(Service.LIDARR, """
                {"eventType":"ImportFailure","artist":{"name":"Low Pines"},"album":{"title":"Northbound"},
                 "trackFiles":[{"quality":"FLAC","size":1024}],"downloadClient":"qBittorrent"}""");
        assertThat(Sample.body(imported))
                .isEqualTo("❌ Low Pines: Northbound – import failed\nFLAC · 1.0 KiB · qBittorrent");
    }

    @Test
    void filesThatNobodyCountedAreRenamedAllTheSame() {
        assertThat(sonarr("{\"eventType\":\"Rename\",\"series\":{\"title\":\"S\"}}")
                        .title())
                .isEqualTo("✏️ S – files renamed");
        assertThat(sonarr("{\"eventType\":\"Rename\",\"series\":{\"title\":\"S\"},\"renamedEpisodeFiles\":[{}]}")
                        .title())
                .isEqualTo("✏️ S – 1 file renamed");
    }

    @Test
    void healthHasItsOwnSignForEachLevel() {
        assertThat(health("notice")).isEqualTo("ℹ️ A thing is so – notice INFO OPEN");
        assertThat(health("ok")).isEqualTo("✅ A thing is so – ok OK CLOSE");
        assertThat(health("error")).isEqualTo("❌ A thing is so – error ERROR OPEN");
        assertThat(health("Warning")).isEqualTo("⚠️ A thing is so – warning WARNING OPEN");
    }

    @Test
    void addedFromACollectionSaysSo() {
        assertThat(of(Service.RADARR, """
                {"eventType":"MovieAdded","movie":{"title":"The Glass Orchard","year":2025},"addMethod":"collection"}""").title()).isEqualTo("➕ The Glass Orchard (2025) – added from a collection");
    }

    @Test
    void severalAlbumsAndBooksAreCounted() {
        assertThat(of(Service.LIDARR, """
                {"eventType":"Grab","artist":{"name":"Low Pines"},"albums":[{"title":"A"},{"title":"B"}],"release":{}}""").subject()).isEqualTo("Low Pines (2 albums)");
        assertThat(of(Service.READARR, """
                {"eventType":"Download","author":{"name":"Maren Oldfield"},"books":[{"title":"A"},{"title":"B"},{"title":"C"}],
                 "bookFiles":[{"quality":"EPUB","size":1048576},{"quality":"EPUB","size":1048576}]}""").lines()).containsExactly("EPUB · 2 files · 2.0 MiB");
    }

    @Test
    void linksGoToTheNextPageWhereOneIsMissing() {
        assertThat(link(Service.SONARR, "\"series\":{\"title\":\"S\",\"imdbId\":\"\",\"tmdbId\":157890,\"tvdbId\":1}"))
                .isEqualTo("https://www.themoviedb.org/tv/157890");
        assertThat(link(Service.SONARR, "\"series\":{\"title\":\"S\",\"tmdbId\":0,\"tvdbId\":398765}"))
                .isEqualTo("https://www.thetvdb.com/dereferrer/series/398765");
        assertThat(link(Service.RADARR, "\"movie\":{\"title\":\"M\",\"tmdbId\":912345}"))
                .isEqualTo("https://www.themoviedb.org/movie/912345");
        assertThat(link(Service.SONARR, "\"series\":{\"title\":\"S\",\"imdbId\":\"tt1/../@evil\",\"tvdbId\":\"x\"}"))
                .isEqualTo("none");
    }

    @Test
    void aHookMayPreferTheServiceItself() {
        ObjectNode payload = (ObjectNode) new Sample("radarr", "Grab").payload();

        assertThat(Radarr.of(payload, Optional.empty(), APPLICATION)
                        .message()
                        .links()
                        .getFirst()
                        .to())
                .hasToString("https://radarr.example.org/movie/912345");
        assertThat(Sonarr.of(new Sample("sonarr", "Grab").payload(), Optional.empty(), APPLICATION)
                        .message()
                        .links()
                        .getFirst()
                        .to())
                .hasToString("https://sonarr.example.org/series/harbour-lights");
        assertThat(Lidarr.of(new Sample("lidarr", "Grab").payload(), Optional.empty(), APPLICATION)
                        .message()
                        .links()
                        .getFirst()
                        .to())
                .hasToString("https://lidarr.example.org/album/99999999-8888-4777-8666-555555555555");
        payload.remove("applicationUrl");
        assertThat(Radarr.of(payload, Optional.empty(), APPLICATION)
                        .message()
                        .links()
                        .getFirst()
                        .label())
                .isEqualTo("IMDb");
    }

    @Test
    void oneOfSeveralInstancesIsNamed() {
        assertThat(sonarr("{\"eventType\":\"SeriesAdd\",\"instanceName\":\"Sonarr 4K\",\"series\":{\"title\":\"S\"}}")
                        .fields())
                .containsExactly(new Field("Instance", "Sonarr 4K"));
        assertThat(sonarr("{\"eventType\":\"SeriesAdd\",\"instanceName\":\"sonarr\",\"series\":{\"title\":\"S\"}}")
                        .fields())
                .isEmpty();
    }

    @Test
    void whatAllFourSendAlikeNeedsNoName() {
        assertThat(of(Service.ARR, "{\"eventType\":\"Test\"}").title())
                .isEqualTo("🧪 Test from Servarr – the hook works");
        assertThat(of(
                                Service.ARR,
                                "{\"eventType\":\"ApplicationUpdate\",\"instanceName\":\"Films\",\"newVersion\":\"6.0\"}")
                        .title())
                .isEqualTo("🆕 Films – updated to 6.0");
    }

    @Test
    void aListOfDeletedFilesMeansThatTheyAreGone() {
        assertThat(of(
                                Service.LIDARR,
                                "{\"eventType\":\"AlbumDelete\",\"artist\":{\"name\":\"A\"},\"deletedFiles\":[{}]}")
                        .lines())
                .containsExactly("Files deleted");
        assertThat(of(Service.LIDARR, "{\"eventType\":\"AlbumDelete\",\"artist\":{\"name\":\"A\"}}")
                        .lines())
                .isEmpty();
    }

    @Test
    void anUnknownEventIsACardWithoutWhatNobodyMayRead() {
        Notice card = sonarr("{\"eventType\":\"SeriesCloned\",\"series\":{\"title\":\"S\"},\"apiKey\":\"abc\","
                + "\"who\":\"alice@example.org\",\"count\":3}");

        assertThat(card.event()).isEqualTo("sonarr.series-cloned");
        assertThat(Sample.body(card)).contains("count: 3").doesNotContain("abc", "alice", "{");
    }

    private static String health(String level) {
        Notice notice = sonarr(
                "{\"eventType\":\"Health\",\"series\":{},\"message\":\"A thing is so.\",\"level\":\"" + level + "\"}");
        return notice.title() + " " + notice.level() + " "
                + notice.correlation().orElseThrow().transition();
    }

    private static String link(Service service, String thing) {
        return of(service, "{\"eventType\":\"Grab\"," + thing + "}").links().stream()
                .map(link -> link.to().toString())
                .findFirst()
                .orElse("none");
    }

    private static Notice sonarr(String payload) {
        return of(Service.SONARR, payload);
    }

    private static Notice of(Service service, String payload) {
        return Services.formatter(service)
                .of(Json.parse(payload), Optional.empty(), Sample.CONTEXT)
                .message();
    }
}
