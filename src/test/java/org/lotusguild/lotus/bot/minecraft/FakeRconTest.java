package org.lotusguild.lotus.bot.minecraft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stand-in does what the vanilla server does, where that is odd. */
class FakeRconTest {
    private static final int LOGIN = 3;
    private static final int COMMAND = 2;
    private FakeRcon server;
    private Socket socket;

    @BeforeEach
    void open() throws IOException {
        server = FakeRcon.vanilla("hunter2", line -> line.equals("long") ? "x".repeat(9_000) : "did " + line);
        socket = new Socket(server.address().host(), server.address().port());
        socket.setSoTimeout(20_000);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        server.close();
    }

    private void write(byte[]... packets) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            all.writeBytes(packet);
        }
        socket.getOutputStream().write(all.toByteArray());
    }

    private Packet read() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] rest = new byte[Integer.reverseBytes(in.readInt())];
        in.readFully(rest);
        return Packet.read(rest);
    }

    private boolean closed() throws IOException {
        try {
            read();
            return false;
        } catch (EOFException | SocketException end) {
            return true;
        }
    }

    private void login() throws IOException {
        write(FakeRcon.packet(1, LOGIN, "hunter2"));
        assertThat(read()).as("a login is answered by type 2").isEqualTo(new Packet(1, 2, ""));
    }

    @Test
    void answersWhoHasLoggedIn() throws IOException {
        login();
        write(FakeRcon.packet(7, COMMAND, "whitelist list"));
        assertThat(read()).isEqualTo(new Packet(7, 0, "did whitelist list"));
        assertThat(server.commands()).containsExactly("whitelist list");
    }

    @Test
    void answersMinusOneToAWrongPasswordAndToACommandBeforeTheLogin() throws IOException {
        write(FakeRcon.packet(1, COMMAND, "stop"));
        assertThat(read().id()).isEqualTo(-1);
        write(FakeRcon.packet(1, LOGIN, "wrong"));
        assertThat(read()).isEqualTo(new Packet(-1, 2, ""));
        write(FakeRcon.packet(1, LOGIN, ""));
        assertThat(read().id()).isEqualTo(-1);
    }

    @Test
    void closesWhereOneReadIsNotOnePacket() throws IOException {
        login();
        write(FakeRcon.packet(2, COMMAND, "a"), FakeRcon.packet(3, COMMAND, "b"));
        assertThat(closed()).as("two at once").isTrue();
        assertThat(server.reads()).hasSize(2);
    }

    @Test
    void closesWhereAPacketIsLongerThanARead() throws IOException {
        login();
        write(FakeRcon.packet(2, COMMAND, "x".repeat(1_447)));
        assertThat(closed()).isTrue();
    }

    @Test
    void takesTheLongestPacketThatOneReadHolds() throws IOException {
        login();
        write(FakeRcon.packet(2, COMMAND, "x".repeat(Packet.LONGEST_BODY)));
        assertThat(read().body()).startsWith("did xxx");
    }

    @Test
    void repliesInPartsOf4096CharactersWithTheSameId() throws IOException {
        login();
        write(FakeRcon.packet(9, COMMAND, "long"));
        for (int length : new int[] {4_096, 4_096, 808}) {
            assertThat(read()).isEqualTo(new Packet(9, 0, "x".repeat(length)));
        }
    }

    @Test
    void saysWhatItDoesNotKnow() throws IOException {
        login();
        write(FakeRcon.packet(4, 200, "x"));
        assertThat(read()).isEqualTo(new Packet(4, 0, "Unknown request c8"));
    }
}
