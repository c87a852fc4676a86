package org.lotusguild.lotus.matrix.account;

import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.id.DeviceId;

/** Invents device ids: ten capital letters, as homeservers do. */
final class NewDevice {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int LENGTH = 10;

    private NewDevice() {}

    static DeviceId id(RandomGenerator random) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return DeviceId.parse(letters.toString());
    }
}
