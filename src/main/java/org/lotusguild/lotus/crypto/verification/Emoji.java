package org.lotusguild.lotus.crypto.verification;

import java.util.List;

/** A sign that humans compare, with the English name of the specification's table. */
public record Emoji(String symbol, String name) {
    private static final String TABLE = """
            🐶 Dog,🐱 Cat,🦁 Lion,🐎 Horse,🦄 Unicorn,🐷 Pig,🐘 Elephant,🐰 Rabbit,🐼 Panda,🐓 Rooster,🐧 Penguin,🐢 Turtle,\
            🐟 Fish,🐙 Octopus,🦋 Butterfly,🌷 Flower,🌳 Tree,🌵 Cactus,🍄 Mushroom,🌏 Globe,🌙 Moon,☁️ Cloud,🔥 Fire,\
            🍌 Banana,🍎 Apple,🍓 Strawberry,🌽 Corn,🍕 Pizza,🎂 Cake,❤️ Heart,😀 Smiley,🤖 Robot,🎩 Hat,👓 Glasses,\
            🔧 Spanner,🎅 Santa,👍 Thumbs Up,☂️ Umbrella,⌛ Hourglass,⏰ Clock,🎁 Gift,💡 Light Bulb,📕 Book,✏️ Pencil,\
            📎 Paperclip,✂️ Scissors,🔒 Lock,🔑 Key,🔨 Hammer,☎️ Telephone,🏁 Flag,🚂 Train,🚲 Bicycle,✈️ Aeroplane,\
            🚀 Rocket,🏆 Trophy,⚽ Ball,🎸 Guitar,🎺 Trumpet,🔔 Bell,⚓ Anchor,🎧 Headphones,📁 Folder,📌 Pin""";
    private static final List<Emoji> ALL =
            List.of(TABLE.split(",")).stream().map(Emoji::entry).toList();

    private static Emoji entry(String text) {
        int blank = text.indexOf(' ');
        return new Emoji(text.substring(0, blank), text.substring(blank + 1));
    }

    /** @param index 0 to 63 */
    static Emoji of(int index) {
        return ALL.get(index);
    }
}
