namespace CommerceEventConsole.Engine.Tests.Subscriptions.Formats;

/// <summary>Configuration as modules write it, in the shapes that are about.</summary>
internal static class ModuleFiles
{
    /// <summary>The documented example: plain fields, a context source, a conditional event.</summary>
    public const string Documented = """
        <?xml version="1.0"?>
        <!--
        /**
         * Copyright of a module's maker. All rights reserved.
         */
        -->
        <config xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xsi:noNamespaceSchemaLocation="urn:magento:module-commerce-events-client/etc/io_events.xsd">
            <event name="observer.sales_order_save_commit_after">
                <fields>
                    <field name="increment_id"/>
                    <field name="items[].sku"/>
                    <field name="items[].qty_ordered" />
                    <field name="_origData.status"></field>
                    <field name="store.code" source="context_store.get_store.get_code"/>
                </fields>
            </event>
            <event name="observer.sales_order_state_changed" parent="observer.sales_order_save_commit_after">
                <fields><field name="increment_id"/><field name="state"/><field name="_origData.state"/><field name="store_id"/></fields>
                <rules>
                    <rule><field>state</field><operator>onChange</operator><value/></rule>
                    <rule><field>store_id</field><operator>in</operator><value>1,2</value></rule>
                    <rule>
                        <field>context_application_state.get_area_code</field>
                        <operator>equal</operator>
                        <value>webapi_rest</value>
                    </rule>
                </rules>
            </event>
        </config>
        """;

    /// <summary>Plugin events, a converter, processors, an app's alias.</summary>
    public const string Plugins = """
        <?xml version="1.0" encoding="utf-8"?>
        <config xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="urn:magento:module-commerce-events-client/etc/io_events.xsd">
            <event name="plugin.magento.sales.api.order_management.place">
                <fields>
                    <field name="*"/>
                    <field name="_origData"/>
                </fields>
            </event>
            <event name="plugin.magento.theme.model.config.save">
                <fields><field name="scope"/></fields>
            </event>
            <event name="erp.observer.catalog_product_save_commit_after" parent="observer.catalog_product_save_commit_after" priority="true">
                <fields>
                    <field name="sku"/>
                    <field name="visibility" converter="Acme\Events\Converter\Visibility"/>
                    <field name="qty"/>
                </fields>
                <rules>
                    <rule><field>qty</field><operator>lessThan</operator><value>20</value></rule>
                    <rule><field>sku</field><operator>regex</operator><value><![CDATA[/^TV <"&'|.*/i]]></value></rule>
                </rules>
                <processors>
                    <processor class="Acme\Events\Processor\Stock" priority="20"/>
                    <processor class="Acme\Events\Processor\Prices"/>
                </processors>
            </event>
        </config>
        """;

    /// <summary>What the file is called in some descriptions, with the settings whose form Adobe leaves open, one as elements, one as attributes.</summary>
    public const string OpenForms = """
        <config>
            <event name="observer.customer_save_commit_after" destination="default" provider="11111111-2222-3333-4444-555555555555" hipaaAuditRequired="1">
                <fields><field name="email"/></fields>
            </event>
            <event>
            </event>
            <event name="observer.cataloginventory_stock_item_save_commit_after">
                <priority>true</priority>
                <provider_id>p-1</provider_id>
                <hipaa_audit_required>false</hipaa_audit_required>
                <fields>
                    <field>product_id</field>
                    <field name="qty"/>
                </fields>
                <rules><rule field="qty" operator="LESSTHAN" value="5"/></rules>
            </event>
        </config>
        """;
}
