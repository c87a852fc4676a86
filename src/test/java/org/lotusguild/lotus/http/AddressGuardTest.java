package org.lotusguild.lotus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.http.HttpFailure.Kind;

final class AddressGuardTest {
    private final AddressGuard guard = AddressGuard.ofPublicInternet();

    private static boolean isPublic(String literal) {
        return PublicAddresses.contain(InetAddress.ofLiteral(literal));
    }

    private Kind kind(String uri) {
        try {
            guard.addresses(URI.create(uri));
        } catch (HttpFailure e) {
            return e.kind();
        }
        throw new AssertionError("allowed: " + uri);
    }

    @Test
    void thePublicInternetIsPublic() {
        for (String address : List.of(
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00::1",
                "2001:200::1",
                "2003::1")) {
            assertThat(isPublic(address)).as(address).isTrue();
        }
    }

    @Test
    void whatIsNearIsNotPublic() {
        for (String address : List.of(
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.255",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:0:7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::7f00:1",
                "100::1",
                "2001::1",
                "2001:0:7f00:1::",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1")) {
            assertThat(isPublic(address)).as(address).isFalse();
        }
    }

    @Test
    void everyFormOfALoopbackAddressIsRefused() {
        qt().forAll(integers().between(0, 0xffffff)).checkAssert(low -> {
            long address = 127L << 24 | low;
            for (String host : forms(address)) {
                assertThat(kind("http://" + host + "/")).as(host).isEqualTo(Kind.ADDRESS);
            }
        });
    }

    @Test
    void everyFormOfAPrivateAddressIsRefused() {
        qt().forAll(integers().between(0, 0xffff)).checkAssert(low -> {
            for (long network :
                    List.of(192L << 24 | 168 << 16, 169L << 24 | 254 << 16, 10L << 24, 172L << 24 | 16 << 16)) {
                for (String host : forms(network | low)) {
                    assertThat(kind("http://" + host + "/")).as(host).isEqualTo(Kind.ADDRESS);
                }
            }
        });
    }

    /** How one IPv4 address may be written: plain, as one number, octal, hexadecimal, shortened, within IPv6. */
    private static List<String> forms(long address) {
        int a = (int) (address >> 24 & 255);
        int b = (int) (address >> 16 & 255);
        int c = (int) (address >> 8 & 255);
        int d = (int) (address & 255);
        String plain = a + "." + b + "." + c + "." + d;
        String hex = String.format("%02x%02x:%02x%02x", a, b, c, d);
        List<String> forms = new ArrayList<>(List.of(
                plain,
                plain + ".",
                Long.toString(address),
                "0x" + Long.toHexString(address),
                "0" + Long.toOctalString(address),
                String.format("0%o.0%o.0%o.0%o", a, b, c, d),
                String.format("0x%x.0x%x.0x%x.0x%x", a, b, c, d),
                String.format("%d.%d.0x%x", a, b, c << 8 | d),
                a + "." + (address & 0xffffff),
                String.format("%03d.%03d.%03d.%03d", a, b, c, d)));
        for (String prefix : List.of("::", "::ffff:", "::ffff:0:", "64:ff9b::", "64:ff9b:1::")) {
            forms.add("[" + prefix + hex + "]");
        }
        forms.add("[::ffff:" + plain + "]");
        forms.add("[2002:" + hex + "::1]");
        forms.add("[2001:0:" + hex + "::1]");
        return forms;
    }

    @Test
    void onlyPlainWebAddressesAreCalled() {
        for (String uri : List.of(
                "ftp://example.org/",
                "file:///etc/passwd",
                "http:///path",
                "mailto:a@example.org",
                "http://user:pw@example.org/",
                "//example.org/",
                "jar:http://example.org!/x")) {
            assertThat(kind(uri)).as(uri).isEqualTo(Kind.ADDRESS);
        }
    }

    @Test
    void namesThatLeadInsideAreRefused() {
        assertThat(kind("http://localhost/")).isEqualTo(Kind.ADDRESS);
        assertThat(kind("https://localhost:8448/")).isEqualTo(Kind.ADDRESS);
        assertThat(kind("http://no-such-host.invalid/")).isEqualTo(Kind.CONNECT);
    }

    @Test
    void aNameWithOnePrivateAddressAmongOthersIsRefused() {
        AddressGuard mixed = new AddressGuard(
                host -> List.of(InetAddress.ofLiteral("1.1.1.1"), InetAddress.ofLiteral("10.0.0.1")),
                PublicAddresses::contain);
        assertThatThrownBy(() -> mixed.addresses(URI.create("http://example.org/")))
                .isInstanceOfSatisfying(
                        HttpFailure.class, e -> assertThat(e.kind()).isEqualTo(Kind.ADDRESS));
    }

    @Test
    void theNameIsLookedUpOnce() throws UnknownHostException {
        List<InetAddress> answers =
                new ArrayList<>(List.of(InetAddress.ofLiteral("1.1.1.1"), InetAddress.ofLiteral("127.0.0.1")));
        AddressGuard rebinding = new AddressGuard(host -> List.of(answers.removeFirst()), PublicAddresses::contain);
        assertThat(rebinding.addresses(URI.create("http://example.org/")))
                .containsExactly(InetAddress.ofLiteral("1.1.1.1"));
        assertThat(answers).hasSize(1);
    }
}
