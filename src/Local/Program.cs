using MakeDevice.Local.Command;
using MakeDevice.Local.Hosting;

return await CommandTree.RunAsync(args, RouteCommand.Create(), PanelCommand.Create(), VerifyCommand.Create(), ModulesCommand.Create(), ServeCommand.Create(), HealthCommand.Create());
