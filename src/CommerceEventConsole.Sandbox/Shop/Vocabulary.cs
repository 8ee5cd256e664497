namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>What the shop sells, where, and to whom: small lists made for this sandbox.</summary>
internal static class Vocabulary
{
    /// <summary>The article that the ERP does not know until somebody creates it there.</summary>
    public const string UnknownSku = "TENT-ARC-2";

    public static readonly IReadOnlyList<Store> Stores =
    [
        new(1, "default", "Fernhill Outdoor\nFernhill US\nEnglish", "USD", 1m, 7.25m, 1, 1),
        new(2, "de", "Fernhill Outdoor\nFernhill EU\nDeutsch", "EUR", 0.92m, 19m, 2, 2),
        new(3, "fr", "Fernhill Outdoor\nFernhill EU\nFrançais", "EUR", 0.92m, 20m, 2, 2),
        new(4, "uk", "Fernhill Outdoor\nFernhill UK\nEnglish", "GBP", 0.79m, 20m, 3, 3),
    ];

    public static readonly IReadOnlyList<ProductTemplate> Products =
    [
        new(UnknownSku, "Arc 2 two-person tent", 329.00m, 2.35m, 12),
        new("TENT-RIDGE-3", "Ridge 3 family tent", 489.00m, 4.10m, 12),
        new("BAG-DOWN-5C", "Down sleeping bag, comfort 5 °C", 219.50m, 0.98m, 13),
        new("BAG-KIDS-10C", "Kids' sleeping bag, comfort 10 °C", 74.90m, 0.85m, 13),
        new("MAT-AIR-L", "Air mat, long", 89.95m, 0.62m, 13),
        new("PACK-TRAIL-38", "Trail backpack 38 l", 149.00m, 1.32m, 14),
        new("PACK-DAY-22", "Day backpack 22 l", 84.00m, 0.71m, 14),
        new("PACK-KID-12", "Children's backpack 12 l", 44.50m, 0.38m, 14),
        new("STOVE-GAS-1", "Folding gas stove", 54.95m, 0.19m, 15),
        new("POT-TI-900", "Titanium pot 900 ml", 62.00m, 0.13m, 15),
        new("MUG-ENAMEL-35", "Enamel mug 350 ml, fern green", 14.90m, 0.16m, 15),
        new("BOTTLE-ST-75", "Steel bottle 0.75 l", 29.95m, 0.31m, 15),
        new("FILTER-H2O", "Pocket water filter", 39.90m, 0.09m, 15),
        new("LAMP-HEAD-400", "Headlamp 400 lumen", 59.00m, 0.08m, 16),
        new("LAMP-CAMP-R", "Rechargeable camp lantern", 45.00m, 0.24m, 16),
        new("KNIFE-FOLD-8", "Folding knife 8 cm, walnut", 68.50m, 0.11m, 16),
        new("POLE-CARBON", "Carbon trekking poles, pair", 119.00m, 0.39m, 16),
        new("JKT-RAIN-M", "Rain jacket, men's M", 179.00m, 0.42m, 17),
        new("JKT-RAIN-W-S", "Rain jacket, women's S", 179.00m, 0.38m, 17),
        new("FLEECE-GRID-L", "Grid fleece L", 94.00m, 0.33m, 17),
        new("SOCK-MERINO-41", "Merino hiking socks 39-41", 18.95m, 0.07m, 17),
        new("BOOT-LTR-43", "Leather boots, size 43", 239.00m, 1.48m, 18),
        new("SHOE-TRAIL-40", "Trail running shoes, size 40", 129.95m, 0.58m, 18),
        new("GIFT-MAP-ALPS", "Hiking map of the Alps, folded", 12.50m, 0.10m, 19),
        new("XMAS-TIN-24", "Gift tin with 24 camp recipes", 24.00m, 0.45m, 19, Seasonal: true),
        new("SUMMER-HAT", "Straw hat, one size", 34.00m, 0.12m, 19, Seasonal: true),
        new("ICE-CLEATS", "Ice cleats, pair", 49.00m, 0.29m, 19, Seasonal: true),
    ];

    public static readonly IReadOnlyList<string> FirstNames =
    [
        "Amelia", "Jonas", "Zoë", "Marek", "Priya", "Łukasz", "Inès", "Callum", "Yuki", "Noor", "Tomás", "Grace", "Björn", "Aisha", "Mateo", "Freya",
    ];

    public static readonly IReadOnlyList<string> LastNames =
    [
        "Hart", "Müller", "Nguyễn", "O'Connell", "Kowalczyk", "Lefèvre", "Sato", "Castillo", "Okafor", "Lindqvist", "Brandt", "Whitfield", "Rossi", "Haddad", "Novák", "Pereira",
    ];

    public static readonly IReadOnlyList<string> Companies = ["Alder & Finch GmbH", "Northgate Scouts e.V.", "Blue Heron Travel Ltd", "Refuge du Lac SARL"];

    public static readonly IReadOnlyList<string> PaymentMethods = ["checkmo", "payflowpro", "braintree_paypal", "purchaseorder"];

    private static readonly Address[][] AddressesByStore =
    [
        [
            new("418 Juniper Ave", "Boulder", "Colorado", "CO", "80302", "US", "+1 303 555 0142"),
            new("77 Harbor St Apt 5", "Portland", "Maine", "ME", "04101", "US", "+1 207 555 0119"),
            new("2201 Cedar Rd", "Austin", "Texas", "TX", "78704", "US", "+1 512 555 0177"),
        ],
        [
            new("Lindenweg 14", "Freiburg", "Baden-Württemberg", "BAW", "79102", "DE", "+49 761 5550 143"),
            new("Hafenstraße 3b", "Kiel", "Schleswig-Holstein", "SHL", "24103", "DE", "+49 431 5550 118"),
        ],
        [
            new("8 rue des Érables", "Annecy", "Haute-Savoie", "74", "74000", "FR", "+33 4 50 55 01 21"),
            new("31 quai du Port", "Marseille", "Bouches-du-Rhône", "13", "13002", "FR", "+33 4 91 55 01 64"),
        ],
        [
            new("12 Fellside Lane", "Keswick", "Cumbria", "", "CA12 5DQ", "GB", "+44 17687 55501"),
            new("Flat 2, 60 Mill Road", "Cambridge", "Cambridgeshire", "", "CB1 2AS", "GB", "+44 1223 555014"),
        ],
    ];

    /// <summary>Addresses in the country of a store.</summary>
    public static IReadOnlyList<Address> AddressesOf(Store store) => AddressesByStore[store.Id - 1];
}

/// <summary>An article before it is in the catalogue.</summary>
internal sealed record ProductTemplate(string Sku, string Name, decimal Price, decimal Weight, int CategoryId, bool Seasonal = false);
