using MakeDevice.Local.Command;
using MakeDevice.Local.Hosting;

return await CommandTree.RunAsync(args, NewCommand.Create(), CheckCommand.Create(), RouteCommand.Create(), PanelCommand.Create(), VerifyCommand.Create(), ModulesCommand.Create(), ServeCommand.Create(), HealthCommand.Create());
