package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.notice.Transition;
import tools.jackson.databind.node.ObjectNode;

/** What the samples of Grafana, Proxmox and Uptime Kuma do not show. */
class AlertsTest {
    private static Notice notice(String json) {
        return Sample.rendered(Json.parse(json.replace('\'', '"')), Optional.empty())
                .message();
    }

    private static String body(String json) {
        return Sample.body(notice(json));
    }

    private static String alert(int i, String more) {
        return "{'status':'firing','labels':{'alertname':'Disk','severity':'warning'},'annotations':{'summary':'Disk "
                + i + "','description':'Full soon.'}" + more + "}";
    }

    private static String group(int alerts, int truncated) {
        return "{'groupLabels':{'alertname':'Disk'},'externalURL':'https://grafana.example.org/','truncatedAlerts':"
                + truncated + ",'alerts':["
                + IntStream.range(0, alerts).mapToObj(i -> alert(i, "")).collect(Collectors.joining(",")) + "]}";
    }

    @Test
    void aLargeGroupShowsTenAlertsAndCountsTheRest() {
        String body = body(group(12, 5));

        assertThat(body.lines())
                .hasSize(13)
                .startsWith("⚠️ Disk – 12 firing", "⚠️ Disk 0 – warning")
                .endsWith("⚠️ Disk 9 – warning", "+7 more", "https://grafana.example.org/");
    }

    @Test
    void aSmallGroupSaysOnceWhatAllSay() {
        assertThat(body(group(2, 3)))
                .isEqualTo(
                        "⚠️ Disk – 2 firing\n⚠️ Disk 0 – warning\n⚠️ Disk 1 – warning\nFull soon.\n+3 more\nhttps://grafana.example.org/");
    }

    @Test
    void severalThatAreOverTellHowLongTheEarliestLasted() {
        String over = "{'groupLabels':{'alertname':'Disk'},'groupKey':'k','status':'resolved','alerts':["
                + "{'labels':{'alertname':'Disk'},'startsAt':'2026-05-02T14:00:00Z','endsAt':'2026-05-02T14:05:00Z'},"
                + "{'labels':{'alertname':'Disk'},'startsAt':'2026-05-02T13:00:00Z','endsAt':'2026-05-02T14:30:00Z'}]}";

        assertThat(body(over)).isEqualTo("✅ Disk – resolved after 1 h 30 min\n2 alerts");
    }

    @Test
    void anAlertThatFiresAgainOnlyEditsItsMessage() {
        var payload = new Sample("grafana", "Firing").payload();
        Root root = new Root(
                Sample.RECEIVED,
                1,
                0,
                new Sample("grafana", "Firing").rendered().message());

        Correlation again = Sample.rendered(payload, Optional.of(root))
                .message()
                .correlation()
                .orElseThrow();

        assertThat(again.transition()).isEqualTo(Transition.UPDATE);
        assertThat(again.quiet()).isTrue();
    }

    @Test
    void aRuleThatCouldNotBeAskedSaysSo() {
        assertThat(body(
                        "{'groupKey':'k','alerts':[{'labels':{'alertname':'DatasourceError','rulename':'Cpu','datasource_uid':'prom'},"
                                + "'annotations':{'Error':'connection refused'}}]}"))
                .isEqualTo("❌ Cpu – query failed\nconnection refused\nDatasource: prom");
    }

    @Test
    void severalValuesKeepTheirLetters() {
        assertThat(body("{'groupKey':'k','alerts':[" + alert(1, ",'values':{'A':1.256,'B':7,'C':1}") + "]}"))
                .contains("Value: A=1.26, B=7");
        assertThat(body("{'groupKey':'k','alerts':[" + alert(1, ",'values':{'C':1}") + "]}"))
                .contains("Value: 1");
    }

    @Test
    void alertmanagerIsUnderstoodToo() {
        assertThat(body("{'version':'4','groupKey':'k','externalURL':'https://am.example.org','alerts':["
                        + "{'status':'firing','labels':{'alertname':'Down','severity':'page','job':'api'},'annotations':{'message':'No answer'},"
                        + "'generatorURL':'https://prom.example.org/graph'}]}"))
                .isEqualTo("🔥 Down – page\nNo answer\nJob: api\nhttps://prom.example.org/graph");
    }

    @Test
    void aJobOfBackupServerTellsWhatFailed() {
        Notice failed = notice(
                "{'title':'Sync remote \\'other\\' datastore \\'tank\\' failed','message':'Job ID: s-1\\nDatastore: tank\\n\\n"
                                .replace("\\'", "’")
                        + "sync failed: connection error\\n','severity':'error','fields':{'type':'sync','hostname':'pbs1.example.org','job-id':'s-1'}}");

        assertThat(Sample.body(failed)).isEqualTo("❌ pbs1 – sync of tank failed\nsync failed: connection error");
        assertThat(failed.correlation().orElseThrow()).isEqualTo(Correlation.of("sync:s-1", Transition.OPEN));
    }

    @Test
    void oneIsOne() {
        assertThat(
                        body(
                                "{'title':'t','severity':'info','message':'Package Name Installed Version Available Version\\nbash 1 2\\n','fields':{'type':'package-updates','hostname':'pve1'}}"))
                .isEqualTo("📦 pve1 – 1 update available\nbash 2");
        assertThat(
                        body(
                                "{'title':'t','severity':'error','message':'Failure count: 1\\n','fields':{'type':'replication','hostname':'pve1','job-id':'1-0'}}"))
                .isEqualTo("❌ pve1 – replication 1-0 failed");
    }

    @Test
    void anAddressIsNotCutAtItsDots() {
        assertThat(
                        body(
                                "{'title':'vzdump backup status (192.0.2.7): backup failed','message':'could not activate storage','severity':'error','fields':{'type':'vzdump'}}"))
                .isEqualTo("❌ 192.0.2.7 – backup failed\ncould not activate storage");
    }

    @Test
    void aMailThatMeansNoHarmIsNeutral() {
        Notice mail = notice(
                "{'title':'Cron job','message':'done','severity':'unknown','fields':{'type':'system-mail','hostname':'pve1'}}");

        assertThat(Sample.body(mail)).isEqualTo("📨 pve1 – Cron job\ndone");
        assertThat(mail.level()).isEqualTo(Level.NEUTRAL);
    }

    @Test
    void aMonitorThatIsStillDownTellsSinceWhen() {
        ObjectNode payload = (ObjectNode) new Sample("uptime-kuma", "Down").payload();
        ((ObjectNode) payload.path("heartbeat")).put("important", false);
        Root root = new Root(
                Sample.RECEIVED.minus(Duration.ofMinutes(75)),
                1,
                0,
                new Sample("uptime-kuma", "Down").rendered().message());

        Notice still = Sample.rendered(payload, Optional.of(root)).message();

        assertThat(Sample.body(still)).startsWith("🔴 Matrix homeserver – still down after 1 h 15 min\n");
        assertThat(Sample.body(Sample.rendered(payload, Optional.empty()).message()))
                .startsWith("🔴 Matrix homeserver – still down\n");
    }

    @Test
    void pendingAndMaintenanceAreWords() {
        assertThat(body("{'heartbeat':{'status':2},'monitor':{'name':'Web'},'msg':''}"))
                .isEqualTo("🟠 Web – pending");
        assertThat(body("{'heartbeat':{'status':3},'monitor':{'name':'Web'},'msg':''}"))
                .isEqualTo("🔧 Web – in maintenance");
    }

    @Test
    void aMonitorsNameMayHoldBrackets() {
        assertThat(body("'[Web [eu]] [✅ Up] 200 - OK'")).isEqualTo("🟢 Web (eu) – up again\n200 - OK");
    }
}
